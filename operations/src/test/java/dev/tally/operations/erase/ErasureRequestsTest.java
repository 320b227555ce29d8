package dev.tally.operations.erase;

import static dev.tally.operations.erase.ErasureCast.ALICE;
import static dev.tally.operations.erase.ErasureCast.BOB;
import static dev.tally.operations.erase.ErasureCast.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ErasureRequestsTest {
  private static final UserFingerprint USER = UserFingerprint.of(ALICE);
  private static final Instant LATER = NOON.plus(Duration.standardHours(1));

  @Test
  void continuesARequestThatIsNotCompleted() {
    ErasureRequest open = new ErasureRequest(USER, "r-1", NOON, false);
    assertThat(again(open)).containsExactly(open);
  }

  @Test
  void aCompletedRequestIsFollowedByANewOne() {
    assertThat(again(new ErasureRequest(USER, "r-1", NOON, true)))
        .containsExactly(new ErasureRequest(USER, "r-2", LATER, false));
  }

  private static List<ErasureRequest> again(ErasureRequest stored) {
    return ErasureRequests.of(List.of(USER, USER), Map.of(USER, stored), () -> "r-2", LATER).list();
  }

  @Test
  void coversTheDataOfTheUserUpToTheRequest() {
    ErasureRequests requests = ErasureCast.requests(ALICE);
    long last = NOON.plus(ErasureRequest.MAX_CLOCK_SKEW).getMillis();
    assertThat(requests.cover(ALICE, last)).isTrue();
    assertThat(requests.cover(ALICE, last + 1)).isFalse();
    assertThat(requests.cover(BOB, 0)).isFalse();
    assertThat(requests.cover(EraseUsers.ERASED, 0)).isFalse();
    assertThat(requests.cover(null, 0)).isFalse();
  }

  @Test
  void theStoredRequestIsReadBack_andContainsNoUserId() throws IOException {
    ErasureRequest request = new ErasureRequest(USER, "r-1", NOON, true);
    assertThat(ErasureRequest.decode(USER, request.encode())).isEqualTo(request);
    assertThat(new String(request.encode(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("{\"request\":\"r-1\",\"requested_at\":1772366400000,\"completed\":true}");
    assertThatThrownBy(() -> ErasureRequest.decode(USER, new byte[] {'{', '}'}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--erasuresTopic");
  }

  /** The value must never change: it is compared with stored fingerprints. */
  @Test
  void theFingerprintIsTheHashThatTheStoresCompute() {
    assertThat(UserFingerprint.of("u").hex())
        .isEqualTo("ca49172d491578cbc2c4e39f3a4d7fe4c94c6e6262e725233cec57aae19a7b21");
  }

  @Test
  void statementsOfClickHouseContainFingerprintsOnly() {
    ErasureRequests requests = ErasureCast.requests(ALICE, BOB);
    assertThat(new ClickHouseOrders(null, requests).conditions())
        .singleElement()
        .asString()
        .startsWith("SHA256(concat('tally-erasure:', `user_id`)) IN (unhex('")
        .contains(USER.hex(), UserFingerprint.of(BOB).hex())
        .endsWith(" AND `order_time` <= 1772366700000")
        .doesNotContain(ALICE, BOB);
  }
}
