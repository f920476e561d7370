"""Rules written out as steps, those as one function, and every state that is found with it."""
