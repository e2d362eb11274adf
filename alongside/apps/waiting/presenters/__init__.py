"""How is the list said in words?"""
