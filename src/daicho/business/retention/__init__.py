"""Retention (保存年限と廃棄): how long each file is kept, and how what is over is erased: counted, approved, receipted."""
