"""How are people, branches and roles asked for and changed from the command line?"""
