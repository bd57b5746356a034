"""Surveys (実態調査, 住基法34条): whether people live where the register says, step by step, and what follows from it."""
