package dev.tally.transforms.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The oracle is Jackson's generator. */
class JsonWriterTest {
  private static final JsonFactory JACKSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  @Property
  void writesFieldsAsJacksonDoes(
      @ForAll List<String> texts,
      @ForAll long number,
      @ForAll boolean flag,
      @ForAll byte[] binary,
      @ForAll @IntRange(max = 600) int expectedBytes)
      throws IOException {
    JsonWriter json = new JsonWriter(expectedBytes).openObject();
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (JsonGenerator jackson = JACKSON.createGenerator(expected)) {
      jackson.writeStartObject();
      for (String text : texts) {
        json.field(text, text).field("number", number);
        json.field(JsonName.of(text), text).field(JsonName.of("number"), -number);
        for (long written : new long[] {number, -number}) {
          jackson.writeStringField(text, text);
          jackson.writeNumberField("number", written);
        }
      }
      json.openList("list");
      jackson.writeArrayFieldStart("list");
      for (String text : texts) {
        json.openObject().field("in", text).nullField("nothing").closeObject();
        jackson.writeStartObject();
        jackson.writeStringField("in", text);
        jackson.writeNullField("nothing");
        jackson.writeEndObject();
      }
      json.closeList().field("flag", flag).base64Field("bytes", binary).closeObject();
      jackson.writeEndArray();
      jackson.writeBooleanField("flag", flag);
      jackson.writeBinaryField("bytes", binary);
      jackson.writeEndObject();
    }
    assertThat(json.toBytes()).asString(UTF_8).isEqualTo(expected.toString(UTF_8));
  }

  @Property
  void writesAnyCharacterAsJacksonDoes(@ForAll char one, @ForAll char other) throws IOException {
    // Jackson combines a high surrogate with any character after it.
    Assume.that(!Character.isHighSurrogate(one) || Character.isLowSurrogate(other));
    String text = "a" + one + other;
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    try (JsonGenerator jackson = JACKSON.createGenerator(expected)) {
      jackson.writeStartObject();
      jackson.writeStringField("f", text);
      jackson.writeEndObject();
    }
    assertThat(new JsonWriter(0).openObject().field("f", text).closeObject().toBytes())
        .asString(UTF_8)
        .isEqualTo(expected.toString(UTF_8));
  }

  @Property
  void writesAnyNumber(@ForAll long number, @ForAll @IntRange(max = 63) int shift) {
    long written = number >> shift;
    assertThat(new JsonWriter(0).openObject().field("n", written).closeObject().toBytes())
        .asString(UTF_8)
        .isEqualTo("{\"n\":" + written + "}");
  }

  @Test
  void writesTheSmallestAndTheLargestNumber() {
    byte[] json =
        new JsonWriter(0)
            .openObject()
            .field("least", Long.MIN_VALUE)
            .field("most", Long.MAX_VALUE)
            .field("zero", 0)
            .closeObject()
            .toBytes();
    assertThat(json)
        .asString(UTF_8)
        .isEqualTo("{\"least\":-9223372036854775808,\"most\":9223372036854775807,\"zero\":0}");
  }

  @Test
  void escapesWhatJsonCannotContain() {
    byte[] json =
        new JsonWriter(0)
            .openObject()
            .field("f", "\u0000\u001f\b\f\n\r\t\"\\/é€😀\ud800x\udc00")
            .closeObject()
            .toBytes();
    assertThat(json)
        .asString(UTF_8)
        .isEqualTo("{\"f\":\"\\u0000\\u001F\\b\\f\\n\\r\\t\\\"\\\\/é€😀\\uD800x\\uDC00\"}");
  }
}
