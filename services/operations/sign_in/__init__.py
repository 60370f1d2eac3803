"""How are users let in from the command line?"""
