package no.altinncamel.broker.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.spi.IdempotentRepository;
import org.junit.jupiter.api.Test;

/** Claims of several nodes in one repository, on clocks that the test moves. */
class ClaimsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(100);

    private final Repository repository = new Repository();
    private final UUID id = UUID.randomUUID();

    private Claims node(Clock clock) {
        return new Claims(repository, "123456789", TIMEOUT, clock);
    }

    @Test
    void onlyOneNodeHoldsATransfer() {
        Claims one = node(new Ticking(0));
        Claims other = node(new Ticking(0));

        assertThat(one.take(id)).isTrue();
        assertThat(other.take(id)).isFalse();
        assertThat(one.holds(id)).isTrue();
        assertThat(other.holds(id)).isFalse();
        assertThat(one.take(id)).as("again").isTrue();
    }

    @Test
    void whatIsReleasedCanBeTakenByOthersAndLeavesNothingBehind() {
        Claims one = node(new Ticking(0));
        one.take(id);
        one.release(id);

        assertThat(repository.keys).isEmpty();
        assertThat(node(new Ticking(0)).take(id)).isTrue();
    }

    @Test
    void onlyTheHolderReleases() {
        Claims one = node(new Ticking(0));
        Claims other = node(new Ticking(0));
        one.take(id);
        other.release(id);

        assertThat(other.take(id)).isFalse();
        assertThat(one.holds(id)).isTrue();
    }

    @Test
    void aRenewedClaimLastsForEver() {
        Ticking clock = new Ticking(0);
        Claims one = node(clock);
        Claims other = node(clock);
        one.take(id);
        for (int i = 0; i < 100; i++) {
            clock.forward(one.renewalInterval());
            one.renew();
            assertThat(other.take(id)).isFalse();
            assertThat(one.holds(id)).isTrue();
        }
        one.release(id);
        assertThat(repository.keys).isEmpty();
    }

    @Test
    void aDeadHoldersClaimIsTakenOverAfterHalfTheTimeoutAndWithinTheTimeout() {
        Ticking clock = new Ticking(10);
        node(clock).take(id);
        Claims other = node(clock);
        clock.forward(TIMEOUT.dividedBy(2).minusSeconds(1));
        assertThat(other.take(id)).isFalse();
        clock.forward(TIMEOUT.dividedBy(2).plusSeconds(1));

        assertThat(other.take(id)).isTrue();
    }

    @Test
    void aHolderThatWasPausedKnowsThatItLostItsClaim() {
        Ticking clock = new Ticking(0);
        Claims paused = node(clock);
        Claims other = node(clock);
        paused.take(id);
        clock.forward(TIMEOUT);
        assertThat(paused.holds(id)).isFalse();
        assertThat(other.take(id)).isTrue();

        paused.renew();
        assertThat(paused.holds(id)).isFalse();
        paused.release(id);
        assertThat(other.holds(id)).isTrue();
        assertThat(node(clock).take(id)).isFalse();
    }

    @Test
    void aHolderIsToldThatItLostItsClaim() {
        Ticking clock = new Ticking(0);
        Claims one = node(clock);
        AtomicInteger lost = new AtomicInteger();
        one.take(id, lost::incrementAndGet);
        clock.forward(TIMEOUT.dividedBy(2));
        one.renew();
        assertThat(lost).hasValue(0);
        repository.broken = true;
        clock.forward(TIMEOUT.multipliedBy(3).dividedBy(4));
        one.renew();
        assertThat(lost).as("not yet, as nobody else can have it").hasValue(0);
        clock.forward(TIMEOUT.dividedBy(4));
        one.renew();
        one.renew();
        assertThat(lost).hasValue(1);
    }

    @Test
    void whoHasReleasedAClaimIsToldNothing() {
        Ticking clock = new Ticking(0);
        Claims one = node(clock);
        AtomicInteger lost = new AtomicInteger();
        one.take(id, lost::incrementAndGet);
        one.release(id);
        one.take(id);
        clock.forward(TIMEOUT.multipliedBy(2));
        one.renew();
        assertThat(one.holds(id)).isFalse();
        assertThat(lost).hasValue(0);
    }

    @Test
    void whoClaimsBetweenOurAddAndOurLookWithdraws() {
        Claims one = node(new Ticking(49));
        Claims ahead = node(new Ticking(51));
        List<Boolean> taken = new ArrayList<>();
        repository.beforeContains = () -> {
            repository.beforeContains = null;
            taken.add(ahead.take(id));
        };
        taken.add(one.take(id));

        assertThat(taken).as("the one ahead saw ours").containsExactly(false, true);
        assertThat(repository.keys).hasSize(1);
    }

    @Test
    void oneWhoTriesToClaimWhileWeRenewDoesNotCostUsOurClaim() {
        Ticking clock = new Ticking(0);
        Claims one = node(clock);
        Claims other = node(clock);
        one.take(id);
        clock.forward(TIMEOUT.dividedBy(2));
        repository.beforeContains = () -> {
            repository.beforeContains = null;
            one.renew();
        };
        assertThat(other.take(id)).isFalse();

        assertThat(one.holds(id)).isTrue();
        one.renew();
        clock.forward(TIMEOUT.dividedBy(2));
        assertThat(one.holds(id)).isTrue();
        one.renew();
        one.release(id);
        assertThat(repository.keys).isEmpty();
    }

    @Test
    void aRenewalWhoseAnswerIsLostIsARenewal() {
        Ticking clock = new Ticking(0);
        Claims one = node(clock);
        one.take(id);
        clock.forward(TIMEOUT.dividedBy(2));
        repository.loseAnswer = true;
        one.renew();
        one.renew();
        clock.forward(TIMEOUT.dividedBy(2));
        assertThat(one.holds(id)).isTrue();
        one.renew();
        one.release(id);
        assertThat(repository.keys).isEmpty();
    }

    @Test
    void aClaimThatLapsedCanBeRegainedUnlessSomebodyElseWasThere() {
        Ticking clock = new Ticking(0);
        Claims one = node(clock);
        one.take(id);
        clock.forward(TIMEOUT.multipliedBy(3));
        assertThat(one.holds(id)).isFalse();
        assertThat(one.holdsOrRegains(id)).isTrue();

        clock.forward(TIMEOUT.multipliedBy(3));
        Claims other = node(clock);
        other.take(id);
        assertThat(one.holdsOrRegains(id)).isFalse();
        other.record(id);
        other.release(id);
        assertThat(one.holdsOrRegains(id)).isFalse();
    }

    @Test
    void keysFitTheTableOfCamelsJdbcRepository() {
        Claims one = new Claims(repository, UUID.randomUUID().toString(), TIMEOUT, Clock.systemUTC());
        one.take(id);
        one.record(id);

        assertThat(repository.keys).hasSize(2).allSatisfy(key -> assertThat(key).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void aRepositoryThatFailsClaimsNothing() {
        Claims one = node(new Ticking(0));
        repository.broken = true;
        assertThatThrownBy(() -> one.take(id)).hasMessage("the database is down");
        repository.broken = false;
        assertThat(one.holds(id)).isFalse();
    }

    @Test
    void aRepositoryThatFailsForAWhileDoesNotLoseAClaim() {
        Ticking clock = new Ticking(0);
        Claims one = node(clock);
        one.take(id);
        clock.forward(Duration.ofSeconds(55));
        repository.broken = true;
        assertThatCode(one::renew).doesNotThrowAnyException();
        repository.broken = false;
        assertThat(one.holds(id)).isTrue();
        one.renew();
        clock.forward(Duration.ofSeconds(45));
        assertThat(one.holds(id)).isTrue();
    }

    @Test
    void whatIsRecordedIsRememberedAfterTheClaim() {
        Claims one = node(new Ticking(0));
        one.take(id);
        one.record(id);
        one.release(id);

        assertThat(node(new Ticking(0)).isRecorded(id)).isTrue();
        assertThat(repository.keys).containsExactly("123456789/" + id);
    }

    /** Three nodes, whose clocks differ by less than a quarter of the timeout, do at random what nodes do. */
    @Test
    void neverDoTwoHoldATransfer() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Ticking common = new Ticking(0);
            List<Claims> nodes = new ArrayList<>();
            for (int node = 0; node < 3; node++) {
                nodes.add(node(new Skewed(common, Duration.ofMillis(random.nextInt(24_000)))));
            }
            for (int step = 0; step < 300; step++) {
                Claims node = nodes.get(random.nextInt(nodes.size()));
                switch (random.nextInt(5)) {
                    case 0, 1 -> node.take(id);
                    case 2 -> node.renew();
                    case 3 -> common.forward(Duration.ofMillis(random.nextInt(40_000)));
                    default -> {
                        if (random.nextInt(4) == 0) {
                            node.release(id);
                        }
                    }
                }
                assertThat(nodes.stream().filter(one -> one.holds(id)).count())
                        .as("seed %s, step %s", seed, step)
                        .isLessThanOrEqualTo(1);
            }
        }
    }

    private static final class Repository implements IdempotentRepository {

        final Set<String> keys = ConcurrentHashMap.newKeySet();
        Runnable beforeContains;
        boolean broken;
        boolean loseAnswer;

        private void check() {
            if (broken) {
                throw new IllegalStateException("the database is down");
            }
        }

        @Override
        public boolean add(String key) {
            check();
            boolean added = keys.add(key);
            if (loseAnswer) {
                loseAnswer = false;
                throw new IllegalStateException("the connection broke");
            }
            return added;
        }

        @Override
        public boolean contains(String key) {
            check();
            Runnable other = beforeContains;
            if (other != null) {
                other.run();
            }
            return keys.contains(key);
        }

        @Override
        public boolean remove(String key) {
            check();
            return keys.remove(key);
        }

        @Override
        public boolean confirm(String key) {
            check();
            return true;
        }

        @Override
        public void clear() {
            keys.clear();
        }

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }

    private static class Ticking extends Clock {

        private Instant now;

        Ticking(long seconds) {
            now = Instant.ofEpochSecond(1_000_000 + seconds);
        }

        void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static final class Skewed extends Ticking {

        private final Clock common;
        private final Duration ahead;

        Skewed(Clock common, Duration ahead) {
            super(0);
            this.common = common;
            this.ahead = ahead;
        }

        @Override
        public Instant instant() {
            return common.instant().plus(ahead);
        }
    }
}
