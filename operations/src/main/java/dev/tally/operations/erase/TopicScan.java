package dev.tally.operations.erase;

import dev.tally.operations.CommittedRecords;
import dev.tally.operations.erase.ErasureReport.Finding;
import dev.tally.operations.erase.ErasureReport.Outcome;
import dev.tally.transforms.model.RawRecord;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.joda.time.Instant;

/**
 * Reads all committed records of a topic and reports which of them are of the users, and when Kafka
 * deletes them.
 */
final class TopicScan {
  private final EraseSettings settings;
  private final ErasureRequests requests;
  private final EraseListener listener;
  private long read;

  TopicScan(EraseSettings settings, ErasureRequests requests, EraseListener listener) {
    this.settings = settings;
    this.requests = requests;
    this.listener = listener;
  }

  /** Receives each record too. */
  interface Also {
    void accept(RawRecord raw, ConsumerRecord<byte[], byte[]> record);
  }

  Finding scan(UserPlace place, UsersInRecords users, Also also) throws IOException {
    String topic = settings.topics().of(place);
    Optional<RecordRetention> retention = RecordRetention.of(settings.cluster(), topic);
    if (retention.isEmpty()) {
      return new Finding(place, topic, Outcome.NONE, 0, null, "the topic does not exist");
    }
    FoundRecords found = new FoundRecords();
    CommittedRecords.forEachRecord(
        settings.cluster(),
        topic,
        record -> {
          RawRecord raw = raw(record);
          users.find(raw, adding(record, found));
          also.accept(raw, record);
          listener.read(++read);
        });
    return finding(place, topic, found, retention.get());
  }

  private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
    return RawRecord.of(
        "",
        record.topic(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.timestamp()),
        record.value());
  }

  private UsersInRecords.Found adding(ConsumerRecord<byte[], byte[]> record, FoundRecords found) {
    return new UsersInRecords.Found() {
      @Override
      public void user(String userId) {
        if (requests.cover(userId, record.timestamp())) {
          found.addUser(record.partition(), record.timestamp());
        }
      }

      @Override
      public void unknown() {
        found.addUnknown(record.partition(), record.timestamp());
      }
    };
  }

  static Finding finding(
      UserPlace place, String topic, FoundRecords found, RecordRetention retention) {
    if (found.isEmpty()) {
      return new Finding(place, topic, Outcome.NONE, 0, null, "");
    }
    Optional<Instant> expiry = retention.expiry(found.newest());
    String detail =
        "the newest is of %s%s; %s"
            .formatted(
                Instant.ofEpochMilli(found.newest()),
                found.unknown() == 0
                    ? ""
                    : ", including %,d that cannot be decoded and may be of any user"
                        .formatted(found.unknown()),
                expiry.isPresent()
                    ? "Kafka deletes whole segments, at the latest then"
                    : "Kafka keeps them for ever: " + remedy(place));
    return new Finding(
        place,
        topic,
        expiry.isPresent() ? Outcome.EXPIRES : Outcome.REMAINS,
        found.users(),
        expiry.orElse(null),
        detail);
  }

  private static String remedy(UserPlace place) {
    return switch (place) {
      case CLEAN_AD_EVENTS, ATTRIBUTED_ORDERS ->
          "run ./tally prune --topics with a --keep that is shorter than their age";
      case DEAD_LETTERS -> "redrive the letters, and delete the topic or its old records";
      case ALL_ATTRIBUTED_ORDERS ->
          "delete its old records, but only if Pinot's table need not be rebuilt from them";
      default -> "delete the topic when no job needs it";
    };
  }
}
