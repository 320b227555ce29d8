package dev.tally.io.hive;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Runs actors one at a time, step by step, in an order that a seed determines. */
final class Interleaving {
  private static final int MOST_STEPS = 400_000;
  private static final int SLEEPS_ONE_IN = 60;
  private static final int LONGEST_SLEEP = 1_500;
  private final Random random;
  private final Semaphore back = new Semaphore(0);
  private final List<Actor> actors = new ArrayList<>();
  private @Nullable Actor running;
  private boolean stopped;

  /** The crash of the running actor, between two of its steps. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;
  }

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

  /** Runs all actors to their ends; throws the failure of an actor. */
  void run() {
    actors.forEach(actor -> actor.thread.start());
    for (int step = 0; actors.stream().anyMatch(actor -> !actor.done); step++) {
      List<Actor> alive = actors.stream().filter(actor -> !actor.done).toList();
      resume(chosen(alive, step));
      Throwable failure = running().failure;
      stopped = failure != null || step > MOST_STEPS;
      if (stopped) {
        alive.forEach(this::resume);
        throw new AssertionError(failure == null ? "No actor makes progress" : "Failed", failure);
      }
    }
  }

  /**
   * Chooses an actor that does not sleep. Now and then the chosen actor falls asleep while the
   * others run many steps.
   */
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

  /** Called by an actor between any two actions that other actors could observe. */
  void step() {
    Actor me = running();
    back.release();
    me.go.acquireUninterruptibly();
    if (stopped) {
      throw new Crash();
    }
  }

  /** Called where the running actor may crash. */
  void mayCrash(int odds) {
    if (random.nextInt(odds) == 0) {
      die();
      throw new Crash();
    }
  }

  /** Ends the running actor's life and begins its next one. */
  void die() {
    running().lives++;
  }

  /** Returns the running actor and the number of its life. */
  Life life() {
    return new Life(actors.indexOf(running()), running().lives);
  }

  boolean isOver(Life life) {
    return actors.get(life.actor()).lives > life.number();
  }

  /** One life of an actor: what it does between two crashes. */
  record Life(int actor, int number) {}

  private Actor running() {
    if (running == null) {
      throw new IllegalStateException("No actor is running");
    }
    return running;
  }
}
