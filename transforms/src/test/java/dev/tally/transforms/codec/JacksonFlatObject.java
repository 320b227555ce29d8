package dev.tally.transforms.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.tally.transforms.json.StrictJson;
import dev.tally.transforms.model.DeadLetter.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decodes an object with the fields {@code text}, {@code integer}, {@code flag} and {@code list}
 * (of objects with the same fields) with Jackson's parser, as the oracle of {@link FlatObject}. The
 * result is the values by path, or the reason of the rejection.
 */
final class JacksonFlatObject {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  private final TreeMap<String, String> values = new TreeMap<>();
  private String misfit = "";

  private JacksonFlatObject() {}

  static String read(byte[] json) {
    JacksonFlatObject object = new JacksonFlatObject();
    try (JsonParser parser = StrictJson.parser(new String(json, UTF_8))) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !object.readFields("", parser)
          || (object.misfit.isEmpty() && parser.nextToken() != null)) {
        return Reason.NOT_JSON.name();
      }
    } catch (JsonProcessingException e) {
      return Reason.NOT_JSON.name();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return object.misfit.isEmpty() ? object.values.toString() : object.misfit;
  }

  /** Returns false if a field is there twice. */
  private boolean readFields(String path, JsonParser parser) throws IOException {
    Set<String> names = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (!Set.of("text", "integer", "flag", "list").contains(name)) {
        parser.skipChildren();
      } else if (!names.add(name) || !readValue(path, name, token, parser)) {
        return false;
      }
    }
    return true;
  }

  private boolean readValue(String path, String name, JsonToken token, JsonParser parser)
      throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return true;
    }
    if (name.equals("list") && token == JsonToken.START_ARRAY) {
      return readList(path, parser);
    }
    if (name.equals("text") && token == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      if (StrictJson.isUnicode(text)) {
        values.put(path + name, text);
      } else {
        reject(Reason.INVALID_UTF8);
      }
    } else if (name.equals("flag") && token.isBoolean()) {
      values.put(path + name, parser.getText());
    } else if (name.equals("integer") && token == JsonToken.VALUE_NUMBER_INT) {
      BigInteger number = new BigInteger(parser.getText());
      if (number.compareTo(LEAST) < 0 || number.compareTo(MOST) > 0) {
        reject(Reason.TIME_OUT_OF_BOUNDS);
      } else {
        values.put(path + name, number.toString());
      }
    } else {
      reject(Reason.WRONG_TYPE);
      parser.skipChildren();
    }
    return true;
  }

  private boolean readList(String path, JsonParser parser) throws IOException {
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; ) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        reject(Reason.WRONG_TYPE);
        parser.skipChildren();
      } else if (!readFields(path + "list" + index++ + ".", parser)) {
        return false;
      }
    }
    return true;
  }

  private void reject(Reason reason) {
    misfit = misfit.isEmpty() ? reason.name() : misfit;
  }
}
