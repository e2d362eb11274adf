"""What may a person type on the pages of the directory?"""
