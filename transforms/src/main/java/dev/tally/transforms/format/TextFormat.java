package dev.tally.transforms.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Utf8;
import dev.tally.transforms.model.DeadLetter.Reason;
import org.jspecify.annotations.Nullable;

/** Reads inputs that are texts in UTF-8. */
interface TextFormat extends InputFormat {
  /** Does the same as {@link #read(byte[], Slots)} with the text of an input. */
  @Nullable Rejection read(String text, Slots slots);

  @Override
  default @Nullable Rejection read(byte[] value, Slots slots) {
    return Utf8.isWellFormed(value)
        ? read(new String(value, UTF_8), slots)
        : new Rejection(Reason.INVALID_UTF8, "expected UTF-8");
  }

  @Override
  default boolean isBinary() {
    return false;
  }
}
