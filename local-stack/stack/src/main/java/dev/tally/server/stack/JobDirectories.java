package dev.tally.server.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The directories of jobs in the data directory of a stack, with the process that uses each. */
record JobDirectories(StackFiles files) {
  /**
   * Lists a directory as used by this process, and creates it if it is missing. A directory that
   * exists without being listed was not created by a job of this stack, and stays unlisted.
   */
  void add(String name) {
    StackState state = StackState.read(files.state());
    Path directory = files.jobData(name);
    boolean exists = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
    if (exists && !state.jobs().containsKey(name)) {
      return;
    }
    // Listed before its files exist: LocalStack.delete() deletes only what the state lists.
    ProcessHandle user = ProcessHandle.current();
    state
        .with(name, new StackState.Job(user.pid(), ServerProcess.startOf(user)))
        .write(files.state());
    try {
      PrivateFiles.directory(directory);
    } catch (IOException e) {
      throw new StackException("%s cannot be created: %s".formatted(directory, e), e);
    }
  }

  /** Throws an exception if another process uses one of the directories. */
  void requireNoneInUse() {
    StackState.read(files.state()).jobs().forEach(this::requireNotInUse);
  }

  private void requireNotInUse(String name, StackState.Job job) {
    boolean isOther = job.pid() != ProcessHandle.current().pid();
    if (isOther && ServerProcess.find(job.pid(), job.startedAtMillis()).isPresent()) {
      throw new StackException(
          "./tally run %1$s (process %2$d) still runs and uses %3$s. Nothing was deleted: stop it with Ctrl-C or kill %2$d, and try again."
              .formatted(name, job.pid(), files.jobData(name)));
    }
  }
}
