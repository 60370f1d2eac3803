"""Does Hindsight keep its promises when processes, servers and connections fail under load?"""
