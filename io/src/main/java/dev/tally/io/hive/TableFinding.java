package dev.tally.io.hive;

/**
 * What a check of a table found.
 *
 * @param partition as Hive names it, e.g. {@code day=2026-11-21}
 * @param detail the facts, e.g. a path or names of files
 */
public record TableFinding(String partition, Kind kind, String detail) {
  /** A kind of finding. */
  public enum Kind {
    /** The entry in the metastore points at the partition's directory. */
    READS_ITS_DIRECTORY(
        true,
        true,
        "queries read all generations, so that rows are counted more than once (MSCK REPAIR TABLE?)"),
    /** The entry in the metastore points at a generation that is not there. */
    GENERATION_MISSING(true, true, "queries read a directory that was deleted"),
    /** The entry in the metastore points at a directory that HiveIO did not make. */
    NOT_A_GENERATION(true, false, "another program has changed the location"),
    /** The metastore has no entry, and the table has data. */
    NOT_REGISTERED(true, true, "the metastore has no such partition; its rows are not visible"),
    /** The current generation is sealed. */
    TURN_UNFINISHED(
        true, true, "a compaction has begun and not ended; the next commit also ends it"),
    /** Files of other programs are in a generation that queries do not read. */
    FILES_LEFT_BEHIND(true, true, "rows that another program inserted are not visible"),
    /** A directory of another program is in a generation. */
    FOREIGN_DIRECTORY(
        true, false, "another program made a directory, which compactions cannot carry"),
    /** A file of a bucket is missing. */
    DAMAGED(true, false, "a file of a bucket is missing or cannot be read"),
    /** Generations of another table, which was dropped or whose metastore was lost. */
    OTHER_TABLE(
        false, false, "the directory also has data of an earlier table; --restore takes it over"),
    /** Files of other programs are in the current generation. */
    FOREIGN_FILES(false, false, "another program inserted rows, which compactions keep");

    private final boolean problem;
    private final boolean repairable;
    private final String words;

    Kind(boolean problem, boolean repairable, String words) {
      this.problem = problem;
      this.repairable = repairable;
      this.words = words;
    }

    /** False for what is worth knowing and in order. */
    public boolean isProblem() {
      return problem;
    }

    /** True if {@link HiveTable#repair} corrects it. */
    public boolean isRepairable() {
      return repairable;
    }

    /** What it means, in words. */
    public String words() {
      return words;
    }
  }
}
