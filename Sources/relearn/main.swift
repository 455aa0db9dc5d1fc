print("relearn")
