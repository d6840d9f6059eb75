/// The lines on exit statuses that every command's help ends with.
public let exitStatusHelp = """
  EXIT STATUS
    0 done; 1 done, with findings or with samples left out; 64 wrong usage;
    65 bad data; 66 no input; 70 our bug; 71 not enough memory;
    73 cannot create an output; 74 reading or writing failed;
    130 or 143 interrupted. A closed pipe is 0.
  """

/// The version all commands share.
public let segkitVersion = "0.1.0"
