package dev.tally.operate;

/** Creates failures for tests of other packages. */
public final class JobFailures {
  private JobFailures() {}

  public static JobFailure notStarted(Throwable failure) {
    return JobFailure.notStarted(failure);
  }
}
