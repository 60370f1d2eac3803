"""What can an operator see and do over HTTP?"""
