package dev.tally.transforms.codec;

import static dev.tally.transforms.Cast.MEBIBYTE;
import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.model.DeadLetter.Reason;
import dev.tally.transforms.model.Verdict;
import java.io.ByteArrayOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatHintsTest {
  private static final String EVENT = new String(AdEventJson.encode(click("e")), UTF_8);

  @Test
  void namesTheEnvelopesOfKafkaConnectDebeziumAndCloudEvents() {
    refuses(
        "{'schema':{'type':'struct'},'payload':" + EVENT + "}",
        Reason.MISSING_FIELD,
        "event_id: expected a value; looks like a Kafka Connect envelope: set"
            + " schemas.enable=false in the JSON converter");
    refuses("{'before':null,'after':" + EVENT + ",'op':'c'}", "ExtractNewRecordState");
    refuses("{'before':" + EVENT + ",'op':'d'}", "ExtractNewRecordState");
    refuses("{'specversion':'1.0','data':" + EVENT + "}", "a CloudEvent: send only its data");
  }

  @Test
  void namesTheConfluentWireFormat_whateverItsSchemaId() {
    byte[] small = prefixed(EVENT, 0, 0, 0, 0, 7);
    byte[] large = prefixed(EVENT, 0, 0, 0, 0xC8, 7);
    refuses(small, Reason.NOT_JSON, "the Confluent wire format");
    refuses(large, Reason.INVALID_UTF8, "the Confluent wire format");
  }

  @Test
  void namesOtherEncodings() throws Exception {
    refuses(prefixed(EVENT, 0xEF, 0xBB, 0xBF), Reason.NOT_JSON, "a byte order mark");
    refuses(EVENT.getBytes(UTF_16LE), Reason.NOT_JSON, "UTF-16: write UTF-8");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(EVENT.getBytes(UTF_8));
    }
    refuses(bytes.toByteArray(), Reason.INVALID_UTF8, "gzip");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "[{}]; an array: send one object per record",
        "'{}'; JSON inside a JSON string",
        "~ ~; a blank line",
        "event_id,event_type; comma- or tab-separated text",
        "{'a':1,}; a comma before a closing bracket",
        "{'a':[1, ],'b':2}; a comma before a closing bracket",
        "{'a':NaN}; NaN or Infinity",
        "{'a':-Infinity}; NaN or Infinity",
        "{; the beginning of an object",
        "{'a':'NaN ,} [; the beginning of an object",
      })
  void namesTheUsualFlaws(String value, String hint) {
    refuses(value, hint);
  }

  @Test
  void namesSingleQuotes() {
    refuses("{'a':1}".getBytes(UTF_8), Reason.NOT_JSON, "single quotes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {"x", "{'a':tru}", "{'a':'\\q,}'}", "{'payload':1}", "{'op':1}", "7"})
  void addsNothing_whereItRecognisesNothing(String value) {
    Verdict<?> verdict =
        AdEventJson.decode(value.replace('\'', '"').getBytes(UTF_8), MEBIBYTE, NOON);
    assertThat(((Verdict.Refused<?>) verdict).detail()).doesNotContain("looks like");
  }

  @Test
  void explainsEveryRecordType() {
    byte[] array = "[]".getBytes(UTF_8);
    assertThat(FormatHints.explained(OrderJson::decode).decode(array, MEBIBYTE, NOON))
        .isEqualTo(
            Verdict.refused(
                Reason.NOT_JSON,
                "expected one JSON object, found another JSON type or nothing; looks like an array:"
                    + " send one object per record"));
  }

  @Property
  void holdsOnAnyBytes(@ForAll byte[] value) {
    Verdict<Object> refused = Verdict.refused(Reason.NOT_JSON, "d");
    assertThat(((Verdict.Refused<?>) FormatHints.explained(refused, value)).detail())
        .startsWith("d");
  }

  @Test
  @Timeout(10)
  void takesNoLongTime_whateverItIsSent() {
    for (String start : new String[] {"{", "[", ",", "{'a':", "'", "N", " "}) {
      String value = start.repeat(MEBIBYTE / start.length()).replace('\'', '"');
      assertThat(AdEventJson.decode(value.getBytes(UTF_8), MEBIBYTE, NOON)).isNotNull();
    }
  }

  private static byte[] prefixed(String text, int... prefix) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int one : prefix) {
      bytes.write(one);
    }
    bytes.writeBytes(text.getBytes(UTF_8));
    return bytes.toByteArray();
  }

  private static void refuses(String value, String hint) {
    Verdict.Refused<?> refused =
        (Verdict.Refused<?>)
            AdEventJson.decode(value.replace('\'', '"').getBytes(UTF_8), MEBIBYTE, NOON);
    assertThat(refused.detail()).contains("; looks like ", hint);
  }

  private static void refuses(String value, Reason reason, String detail) {
    assertThat(AdEventJson.decode(value.replace('\'', '"').getBytes(UTF_8), MEBIBYTE, NOON))
        .isEqualTo(Verdict.refused(reason, detail));
  }

  private static void refuses(byte[] value, Reason reason, String hint) {
    Verdict.Refused<?> refused = (Verdict.Refused<?>) AdEventJson.decode(value, MEBIBYTE, NOON);
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.detail()).contains(hint);
  }
}
