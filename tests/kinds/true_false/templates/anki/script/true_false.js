KINDS.true_false = {};
