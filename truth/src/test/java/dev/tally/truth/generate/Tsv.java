package dev.tally.truth.generate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads a file of lines. */
final class Tsv {
  private Tsv() {}

  static List<Plans.Line> read(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      byte[] all = in.readAllBytes();
      List<Plans.Line> lines = new ArrayList<>();
      for (int from = 0, to = 0; to < all.length; to++) {
        if (all[to] == '\n') {
          lines.add(line(Arrays.copyOfRange(all, from, to)));
          from = to + 1;
        }
      }
      return lines;
    }
  }

  private static Plans.Line line(byte[] line) {
    String text = new String(line, StandardCharsets.ISO_8859_1);
    int tab = text.indexOf('\t');
    return new Plans.Line(Long.parseLong(text.substring(0, tab)), text.substring(tab + 1));
  }
}
