package dev.tally.operations.erase;

import dev.tally.operations.redrive.LetterJson;
import dev.tally.operations.redrive.StoredLetter;
import dev.tally.transforms.codec.DecodeRecords;
import dev.tally.transforms.codec.RecordType;
import dev.tally.transforms.model.AdEvent;
import dev.tally.transforms.model.Order;
import dev.tally.transforms.model.RawRecord;
import dev.tally.transforms.model.RecordDecoder;
import dev.tally.transforms.model.RevisedRecord;
import dev.tally.transforms.model.Verdict;
import java.io.IOException;
import java.util.function.Function;
import org.apache.beam.sdk.values.Row;

/** Finds the user ids in the records of a topic. */
@FunctionalInterface
interface UsersInRecords {
  /** The field of attributed orders with the user id. */
  String USER_ID = "user_id";

  /** Receives what is in one record. */
  interface Found {
    void user(String userId);

    /** Called if the record cannot be decoded, so that it may contain any user id. */
    void unknown();
  }

  void find(RawRecord record, Found found);

  static UsersInRecords ofAdEvents(DecodeRecords<AdEvent> decoder) {
    return of(decoder, AdEvent::getUserId);
  }

  static UsersInRecords ofOrders(DecodeRecords<Order> decoder) {
    return of(decoder, Order::getUserId);
  }

  static UsersInRecords ofAttributedOrders() {
    return of(DecodeRecords.attributedOrders(), record -> user(row(record)));
  }

  static Row row(RevisedRecord record) {
    return RecordType.ATTRIBUTED_ORDER.row(record);
  }

  static String user(Row row) {
    String user = row.getString(USER_ID);
    return user == null ? "" : user;
  }

  private static <T> UsersInRecords of(DecodeRecords<T> decoder, Function<T, String> user) {
    return (record, found) ->
        decoder.decode(
            record,
            new RecordDecoder.Output<T>() {
              @Override
              public void decoded(T value, RawRecord from) {
                found.user(user.apply(value));
              }

              @Override
              public void refused(Verdict.Refused<T> no, RawRecord from) {
                found.unknown();
              }

              @Override
              public void skipped(RawRecord from) {
                found.unknown();
              }
            });
  }

  /**
   * Finds the user ids in the payloads of dead letters.
   *
   * @param byTopic how the records of a topic are decoded
   */
  static UsersInRecords ofDeadLetters(Function<String, UsersInRecords> byTopic) {
    return (record, found) -> {
      byte[] value = record.getPayload();
      try {
        StoredLetter letter = LetterJson.read(value == null ? new byte[0] : value);
        if (letter.record().getPayload() != null && letter.omittedSha256() == null) {
          byTopic.apply(letter.record().getTopic()).find(letter.record(), found);
        }
      } catch (IOException notALetter) {
        found.unknown();
      }
    };
  }
}
