"""Scripts of names, calls, functions and blocks, in JavaScript's notation.

They are read (`reading`) and run (`running`); callbacks wait in queues (`queues`).
"""
