"""Operations (運用): the commands that start, test, package and look after one installation."""
