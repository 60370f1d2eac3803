"""What happens to every request before a route sees it?"""
