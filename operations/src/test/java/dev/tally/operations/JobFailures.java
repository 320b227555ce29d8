package dev.tally.operations;

/** Creates failures for tests of other packages. */
public final class JobFailures {
  private JobFailures() {}

  public static JobFailure notStarted(Throwable failure) {
    return JobFailure.notStarted(failure);
  }
}
