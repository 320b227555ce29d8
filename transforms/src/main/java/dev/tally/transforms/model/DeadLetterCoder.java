package dev.tally.transforms.model;

import com.google.common.base.Enums;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviders;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Encodes a {@link DeadLetter}.
 *
 * <p>Layout 1: step, name of the reason, detail, the record by {@link RawRecordCoder}.
 */
public final class DeadLetterCoder extends VersionedCoder<DeadLetter> {
  private static final long serialVersionUID = 1L;
  private static final DeadLetterCoder INSTANCE = new DeadLetterCoder();

  private DeadLetterCoder() {
    super(1);
  }

  public static DeadLetterCoder of() {
    return INSTANCE;
  }

  /** Returns the coder provider; Beam's {@code @DefaultCoder} finds this method by its name. */
  public static CoderProvider getCoderProvider() {
    return CoderProviders.forCoder(TypeDescriptor.of(DeadLetter.class), INSTANCE);
  }

  @Override
  protected void write(DeadLetter letter, OutputStream out) throws IOException {
    writeText(letter.getStep(), out);
    writeText(letter.getReason().name(), out);
    writeText(letter.getDetail(), out);
    RawRecordCoder.of().encode(letter.getRecord(), out);
  }

  @Override
  protected DeadLetter read(InputStream in) throws IOException {
    return DeadLetter.of(
        readText(in), readReason(in), readText(in), RawRecordCoder.of().decode(in));
  }

  private DeadLetter.Reason readReason(InputStream in) throws IOException {
    String name = readText(in);
    return Enums.getIfPresent(DeadLetter.Reason.class, name)
        .toJavaUtil()
        .orElseThrow(() -> unknown("reason with the name " + name));
  }
}
