"""What does Hindsight answer to input that nobody would send in earnest?"""
