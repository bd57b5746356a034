"""Protection (抑止・支援措置・本人通知): who must not be told to whom; every channel asks here before it answers."""
