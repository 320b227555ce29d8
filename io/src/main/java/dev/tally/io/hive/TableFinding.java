package dev.tally.io.hive;

/**
 * One finding of {@link HiveTable#check}.
 *
 * @param partition as Hive names it, e.g. {@code day=2026-11-21}
 * @param detail what was found, e.g. a path or the names of files
 */
public record TableFinding(String partition, Kind kind, String detail) {
  /** The kinds of findings. */
  public enum Kind {
    /** The entry in the metastore points at the partition's directory. */
    READS_ITS_DIRECTORY(
        true,
        true,
        "queries read all generations, so rows are counted more than once (probably after MSCK REPAIR TABLE)"),
    /** The entry in the metastore points at a generation that does not exist. */
    GENERATION_MISSING(true, true, "queries read a directory that was deleted"),
    /** The entry in the metastore points at a directory that HiveIO did not create. */
    NOT_A_GENERATION(true, false, "another program has changed the location"),
    /** The metastore has no entry for a partition that has data. */
    NOT_REGISTERED(true, true, "the metastore has no such partition; its rows are not visible"),
    /** The current generation is sealed, so a compaction was started and not finished. */
    SWITCH_UNFINISHED(
        true,
        true,
        "a compaction was started but not finished; the next commit or a repair finishes it"),
    /** Files of other programs are in a generation that queries do not read. */
    FILES_LEFT_BEHIND(true, true, "rows that another program inserted are not visible"),
    /** A generation contains a directory of another program. */
    FOREIGN_DIRECTORY(
        true, false, "another program created a directory, which compactions cannot carry over"),
    /** A file of a bucket is missing or cannot be read. */
    DAMAGED(true, false, "a file of a bucket is missing or cannot be read"),
    /**
     * The partition's directory contains generations of another table, which was dropped or whose
     * metastore was lost.
     */
    OTHER_TABLE(
        false, false, "the directory also contains data of an earlier table; --restore adopts it"),
    /** Files of other programs are in the current generation. */
    FOREIGN_FILES(false, false, "another program inserted rows; compactions keep them");

    private final boolean problem;
    private final boolean repairable;
    private final String explanation;

    Kind(boolean problem, boolean repairable, String explanation) {
      this.problem = problem;
      this.repairable = repairable;
      this.explanation = explanation;
    }

    /** Returns false if the finding is only informational. */
    public boolean isProblem() {
      return problem;
    }

    /** Returns true if {@link HiveTable#repair} corrects it. */
    public boolean isRepairable() {
      return repairable;
    }

    /** Returns an explanation for users. */
    public String explanation() {
      return explanation;
    }
  }
}
