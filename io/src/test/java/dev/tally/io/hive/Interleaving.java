package dev.tally.io.hive;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Runs actors one at a time, step by step, in an order that a seed gives. */
final class Interleaving {
  private static final int MOST_STEPS = 400_000;
  private static final int SLEEPS_ONE_IN = 60;
  private static final int LONGEST_SLEEP = 1_500;
  private final Random random;
  private final Semaphore back = new Semaphore(0);
  private final List<Actor> actors = new ArrayList<>();
  private @Nullable Actor running;
  private boolean stopped;

  /** The death of whoever runs, between two of its steps. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

  /** What an actor does. */
  @FunctionalInterface
  interface Body {
    void run() throws Exception;
  }

  private static final class Actor {
    final Semaphore go = new Semaphore(0);
    final Thread thread;
    boolean done;
    @Nullable Throwable failure;
    int lives;
    int sleepsUntil;

    Actor(Body body, Interleaving all) {
      thread =
          new Thread(
              () -> {
                go.acquireUninterruptibly();
                try {
                  body.run();
                } catch (Throwable e) {
                  failure = e;
                }
                done = true;
                all.back.release();
              });
      thread.setDaemon(true);
    }
  }

  Interleaving(Random random) {
    this.random = random;
  }

  void add(Body body) {
    actors.add(new Actor(body, this));
  }

  /** Runs all to their ends; throws what one of them threw. */
  void run() {
    actors.forEach(actor -> actor.thread.start());
    for (int step = 0; actors.stream().anyMatch(actor -> !actor.done); step++) {
      List<Actor> alive = actors.stream().filter(actor -> !actor.done).toList();
      resume(chosen(alive, step));
      Throwable failure = running().failure;
      stopped = failure != null || step > MOST_STEPS;
      if (stopped) {
        alive.forEach(this::resume);
        throw new AssertionError(failure == null ? "Nobody comes further" : "Failed", failure);
      }
    }
  }

  /** Anybody who does not sleep; now and then one falls asleep, for as long as others do much. */
  private Actor chosen(List<Actor> alive, int step) {
    List<Actor> awake = alive.stream().filter(actor -> actor.sleepsUntil <= step).toList();
    List<Actor> from = awake.isEmpty() ? alive : awake;
    Actor actor = from.get(random.nextInt(from.size()));
    if (random.nextInt(SLEEPS_ONE_IN) == 0) {
      actor.sleepsUntil = step + random.nextInt(LONGEST_SLEEP);
    }
    return actor;
  }

  private void resume(Actor actor) {
    if (!actor.done) {
      running = actor;
      actor.go.release();
      back.acquireUninterruptibly();
    }
  }

  /** Called by an actor between any two things that others could see. */
  void step() {
    Actor me = running();
    back.release();
    me.go.acquireUninterruptibly();
    if (stopped) {
      throw new Crash();
    }
  }

  /** Called where the actor may die. */
  void mayCrash(int odds) {
    if (random.nextInt(odds) == 0) {
      die();
      throw new Crash();
    }
  }

  /** The end of the running actor's life; the next one begins. */
  void die() {
    running().lives++;
  }

  /** Who runs, in which of its lives. */
  Life life() {
    return new Life(actors.indexOf(running()), running().lives);
  }

  boolean isOver(Life life) {
    return actors.get(life.actor()).lives > life.number();
  }

  /** An actor between two crashes. */
  record Life(int actor, int number) {}

  private Actor running() {
    if (running == null) {
      throw new IllegalStateException("Nobody runs");
    }
    return running;
  }
}
