"""System log (システムログ): イベントログ, 通信ログ and エラーログ (STD-10.2), as lines of JSON in the installation's home."""
