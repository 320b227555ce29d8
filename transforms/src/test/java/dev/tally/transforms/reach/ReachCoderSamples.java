package dev.tally.transforms.reach;

import static dev.tally.transforms.Cast.NOON;
import static dev.tally.transforms.Cast.click;

import dev.tally.transforms.CoderSample;
import dev.tally.transforms.model.UserSketch;
import java.util.List;

/** A sample for each form that a coder of the package writes. */
public final class ReachCoderSamples {
  private ReachCoderSamples() {}

  public static List<CoderSample<?>> all() {
    UserSketch.Builder users = new UserSketch.Builder();
    users.add("alice");
    return List.of(
        CoderSample.of(ReachKeyCoder.of(), "key", ReachKey.of(click("event"))),
        CoderSample.of(SeenUsersCoder.of(), "users", new SeenUsers(users.build(), 300, NOON)),
        CoderSample.of(ReachHeadCoder.of(), "empty", ReachHead.EMPTY),
        CoderSample.of(
            ReachHeadCoder.of(),
            "head",
            new ReachHead(users.build().limit(), 300, 5, 1, NOON, true)));
  }
}
