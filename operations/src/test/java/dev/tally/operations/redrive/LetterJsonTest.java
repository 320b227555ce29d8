package dev.tally.operations.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.transforms.codec.DeadLetterJson;
import dev.tally.transforms.model.DeadLetter;
import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class LetterJsonTest {
  private static final byte[] PAYLOAD = "{\"event_id\":".getBytes(UTF_8);
  private static final RawRecord RECORD =
      RawRecord.of("eu", "ad-events", 3, 1207, Instant.ofEpochMilli(1_772_366_350_000L), PAYLOAD);

  private static StoredLetter written(RawRecord record, int recordBytes) throws IOException {
    DeadLetter letter = DeadLetter.of("DecodeAdEvents", Reason.NOT_JSON, "detail", record);
    StoredLetter read = LetterJson.read(DeadLetterJson.encode(letter, recordBytes));
    assertThat(read.location()).isEqualTo(DeadLetterJson.key(letter));
    return read;
  }

  @Test
  void readsWhatAJobWrites() throws IOException {
    assertThat(written(RECORD, 1 << 20))
        .isEqualTo(new StoredLetter("DecodeAdEvents", "NOT_JSON", RECORD, null));
    assertThat(written(RECORD.piece(2, PAYLOAD), 1 << 20).record())
        .isEqualTo(RECORD.piece(2, PAYLOAD));
  }

  @Test
  void readsTheDigestOfAnOmittedPayload() throws IOException {
    assertThat(written(RECORD, 0).omittedSha256()).hasSize(64);
  }

  @Test
  void refusesARecordThatIsNoLetter() {
    assertThatThrownBy(() -> LetterJson.read("{}".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not a dead letter of Tally");
  }

  @Test
  void doesNotQuoteAValueThatIsNotJson() {
    assertThatThrownBy(() -> LetterJson.read("secret".getBytes(UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }
}
