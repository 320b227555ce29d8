package dev.tally.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports arguments that picocli rejects, and refers the user to the command's help. */
final class WrongArguments {
  private WrongArguments() {}

  static int report(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    Main.printError(command, message(e, args));
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    Main.printError(
        command, "See ./%s --help".formatted(command.getCommandSpec().qualifiedName(" ")));
    return Exit.USAGE;
  }

  private static String message(ParameterException e, String[] args) {
    return e instanceof OverwrittenOptionException twice
            && twice.getOverwritten() instanceof OptionSpec option
        ? RepeatedOptions.message(option.longestName(), values(option, args))
        : String.valueOf(e.getMessage());
  }

  private static List<String> values(ArgSpec option, String[] args) {
    List<String> values = new ArrayList<>();
    for (String name : ((OptionSpec) option).names()) {
      for (int i = 0; i < args.length; i++) {
        if (args[i].startsWith(name + "=")) {
          values.add(args[i].substring(name.length() + 1));
        } else if (args[i].equals(name) && option.arity().max() > 0 && i + 1 < args.length) {
          values.add(args[i + 1]);
        }
      }
    }
    return values;
  }
}
