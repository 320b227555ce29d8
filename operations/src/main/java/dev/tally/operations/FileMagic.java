package dev.tally.operations;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Recognizes files that are not UTF-8 text by their first bytes. */
enum FileMagic {
  UTF_32(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 0}, "UTF-32"),
  UTF_16_LITTLE(new byte[] {(byte) 0xFF, (byte) 0xFE}, "UTF-16"),
  UTF_16_BIG(new byte[] {(byte) 0xFE, (byte) 0xFF}, "UTF-16"),
  GZIP(new byte[] {0x1F, (byte) 0x8B}, "gzip"),
  ZSTD(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}, "zstd"),
  BZIP2(ascii("BZh"), "bzip2"),
  XZ(new byte[] {(byte) 0xFD, '7', 'z', 'X', 'Z'}, "xz"),
  ZIP(ascii("PK\u0003\u0004"), "zip"),
  PARQUET(ascii("PAR1"), "Parquet"),
  AVRO(ascii("Obj\u0001"), "Avro"),
  ORC(ascii("ORC"), "ORC");

  @SuppressWarnings("ImmutableEnumChecker") // No method modifies or returns it.
  private final byte[] first;

  private final String what;

  FileMagic(byte[] first, String what) {
    this.first = first;
    this.what = what;
  }

  /** Returns what the file is and how to convert it, or empty if it may be UTF-8 text. */
  static Optional<String> problem(Path file, byte[] line) {
    for (FileMagic magic : values()) {
      if (magic.starts(line)) {
        return Optional.of(magic.advice(file));
      }
    }
    // ASCII characters in UTF-16 without a byte order mark: one of the first two bytes is 0.
    boolean zero = line.length > 1 && line[0] == 0 != (line[1] == 0);
    return zero ? Optional.of(UTF_16_LITTLE.advice(file)) : Optional.empty();
  }

  private String advice(Path file) {
    return switch (this) {
      case UTF_16_LITTLE, UTF_16_BIG, UTF_32 ->
          "the file is encoded in %1$s. Convert it: iconv -f %1$s -t UTF-8 %2$s > utf8.json"
              .formatted(what, file);
      case GZIP -> "the file is compressed with gzip: rename it so that it ends in .gz";
      case ZSTD, BZIP2, XZ, ZIP ->
          "the file is compressed with %s: decompress it first.".formatted(what);
      case PARQUET, AVRO, ORC ->
          "the file is in %s format: convert it to one JSON object per line first.".formatted(what);
    };
  }

  private boolean starts(byte[] line) {
    for (int i = 0; i < first.length; i++) {
      if (line.length <= i || line[i] != first[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
