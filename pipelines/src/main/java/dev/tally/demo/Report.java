package dev.tally.demo;

import java.util.List;

/** What a demo found. */
public interface Report {
  /** True if what was found is exactly the truth, and nothing was dropped. */
  boolean proven();

  /** The table for the user; its last line is {@code missing=… extra=… different=… rows=…}. */
  List<String> lines();
}
