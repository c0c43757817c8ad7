package no.altinncamel.broker.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One transfer, two nodes, one repository: who holds it. A bucket lasts 30 seconds; every test begins with one. */
class ClaimsTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration BUCKET = TIMEOUT.dividedBy(2);
    private static final UUID ID = UUID.fromString("0195d1ae-0000-7000-8000-000000000001");
    private static final String FAILURE = "database is down";

    private final TreeMap<String, Object> stored = new TreeMap<>();
    private final IdempotentRepository repository = new MemoryIdempotentRepository(stored);
    private final ScriptedRepository scripted = new ScriptedRepository(repository);
    private final AtomicLong time = new AtomicLong(60_000_000L * BUCKET.toMillis());
    /** Its calls can be interfered with. */
    private final Claims one = node(scripted, Duration.ZERO);

    private final Claims two = node(repository, Duration.ZERO);

    private Claims node(IdempotentRepository ofNode, Duration clockAhead) {
        return new Claims(ofNode, "my-resource/314244370", TIMEOUT, new NodeClock(time, clockAhead));
    }

    private void pass(Duration duration) {
        time.addAndGet(duration.toMillis());
    }

    /** Time passes while these nodes live: they renew as often as they should. */
    private void live(Duration duration, Claims... nodes) {
        Duration interval = one.renewalInterval();
        for (Duration passed = Duration.ZERO; passed.compareTo(duration) < 0; passed = passed.plus(interval)) {
            pass(interval);
            for (Claims node : nodes) {
                node.renew();
            }
        }
    }

    private static Consumer<String> failing(String call) {
        return made -> {
            if (made.startsWith(call)) {
                throw new IllegalStateException(FAILURE);
            }
        };
    }

    private Set<String> keys() {
        return stored.keySet();
    }

    @Test
    void oneNodeHoldsWhatItTookAndTheOtherDoesNot() {
        assertThat(one.take(ID)).isTrue();
        assertThat(two.take(ID)).isFalse();
        assertThat(one.holds(ID)).isTrue();
        assertThat(two.holds(ID)).isFalse();
    }

    @Test
    void aNodeDoesNotTakeTwiceWhatItHolds() {
        assertThat(one.take(ID)).isTrue();
        assertThat(one.take(ID)).isFalse();
        live(BUCKET, one);
        assertThat(one.take(ID)).isFalse();
        assertThat(one.holds(ID)).isTrue();
    }

    @Test
    void whatWasReleasedIsFreeAtOnceAndLeavesNothingBehind() {
        one.take(ID);
        one.release(ID);
        assertThat(one.holds(ID)).isFalse();
        assertThat(keys()).isEmpty();
        assertThat(two.take(ID)).isTrue();
    }

    @Test
    void onlyWhoTookItReleasesIt() {
        one.take(ID);
        two.take(ID);
        two.release(ID);
        two.releaseAll();
        assertThat(one.holds(ID)).isTrue();
        assertThat(two.take(ID)).isFalse();
    }

    @Test
    void everythingIsReleasedWhenANodeStops() {
        UUID other = UUID.randomUUID();
        one.take(ID);
        one.take(other);
        one.releaseAll();
        assertThat(keys()).isEmpty();
        assertThat(two.take(ID)).isTrue();
        assertThat(two.take(other)).isTrue();
    }

    @Test
    void aRenewedClaimHoldsForeverAndIsOneKey() {
        one.take(ID);
        for (int i = 0; i < 100; i++) {
            live(one.renewalInterval(), one);
            assertThat(two.take(ID)).isFalse();
            assertThat(one.holds(ID)).isTrue();
        }
        assertThat(keys()).hasSize(1);
        one.release(ID);
        assertThat(keys()).isEmpty();
    }

    @Test
    void theClaimOfTheDeadIsTakenOverAfterTheTimeoutAtMost() {
        one.take(ID);
        pass(BUCKET.multipliedBy(2).minusMillis(1));
        assertThat(two.take(ID)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(two.take(ID)).isTrue();
    }

    @Test
    void theClaimOfTheDeadIsNotTakenOverBeforeHalfTheTimeout() {
        pass(BUCKET.minusMillis(1));
        one.take(ID);
        pass(BUCKET);
        assertThat(two.take(ID)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(two.take(ID)).isTrue();
    }

    @Test
    void aPausedHolderLosesToWhoTookOver() {
        one.take(ID);
        pass(BUCKET.multipliedBy(2));
        assertThat(two.take(ID)).isTrue();

        assertThat(one.holds(ID)).isFalse();
        one.release(ID);
        live(BUCKET.multipliedBy(3), one, two);
        assertThat(one.holds(ID)).isFalse();
        assertThat(two.holds(ID)).isTrue();
    }

    @Test
    void aPausedHolderGoesOnWhenNobodyTookOver() {
        one.take(ID);
        pass(TIMEOUT.multipliedBy(10));
        assertThat(one.holds(ID)).isTrue();
        assertThat(two.take(ID)).isFalse();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void aPausedHolderLosesWhenAnotherNodeRoutedTheTransferMeanwhile() {
        one.take(ID);
        pass(BUCKET.multipliedBy(2));
        two.take(ID);
        two.record(ID);
        two.release(ID);

        assertThat(one.holds(ID)).isFalse();
        assertThat(one.isRecorded(ID)).isTrue();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void aPausedHolderGoesOnWhenAnotherNodeTriedMeanwhileAndFailed() {
        one.take(ID);
        pass(BUCKET.multipliedBy(2));
        two.take(ID);
        two.release(ID);
        assertThat(one.holds(ID)).isTrue();
        assertThat(two.take(ID)).isFalse();
    }

    @Test
    void aHolderThatIsPausedWhileItMovesOnNoticesThatItLost() {
        one.take(ID);
        pass(BUCKET);
        scripted.before = ScriptedRepository.once("add", () -> {
            pass(BUCKET);
            assertThat(two.take(ID)).isTrue();
        });
        one.renew();
        assertThat(one.isCertain(ID)).isFalse();
        assertThat(one.holds(ID)).isFalse();
        assertThat(two.holds(ID)).isTrue();
        two.release(ID);
        assertThat(keys()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "contains", "remove"})
    void whoIsPausedInTakingDoesNotGetWhatAnotherHoldsMeanwhile(String call) {
        two.take(ID);
        scripted.before = ScriptedRepository.once(call, () -> live(BUCKET.multipliedBy(3), two));
        assertThat(one.take(ID)).isFalse();
        assertThat(two.holds(ID)).isTrue();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void whoIsPausedAfterItsAddDoesNotGetWhatAnotherTookMeanwhile() {
        scripted.after = ScriptedRepository.once("add", () -> {
            pass(BUCKET.multipliedBy(2));
            assertThat(two.take(ID)).isTrue();
        });
        assertThat(one.take(ID)).isFalse();
        live(BUCKET.multipliedBy(3), one, two);
        assertThat(two.holds(ID)).isTrue();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void ofTwoThatTakeInNeighbouringBucketsAtOnceNotBothGetIt() {
        Claims behind = node(repository, Duration.ofMillis(-1));
        scripted.after = ScriptedRepository.once("add", () -> assertThat(behind.take(ID))
                .isFalse());
        assertThat(one.take(ID)).isTrue();

        one.release(ID);
        scripted.after = ScriptedRepository.once("contains", () -> assertThat(behind.take(ID))
                .isFalse());
        assertThat(one.take(ID)).isTrue();
        assertThat(behind.take(ID)).isFalse();
    }

    @Test
    void oneThatDiesWhileItTriesToTakeDoesNotStopTheHolder() {
        Claims ahead = node(scripted, BUCKET.dividedBy(2).minusMillis(1));
        pass(BUCKET.minusMillis(1));
        two.take(ID);
        scripted.after = call -> {
            throw new DeathOfProcess();
        };
        assertThatThrownBy(() -> ahead.take(ID)).isInstanceOf(DeathOfProcess.class);

        live(TIMEOUT.multipliedBy(2), two);
        assertThat(two.holds(ID)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {-14_999, -7_000, -1, 0, 1, 7_000, 14_999})
    void clocksMayDifferByLessThanAQuarterOfTheTimeout(long ahead) {
        Claims other = node(repository, Duration.ofMillis(ahead));
        for (int start = 0; start < 40; start++) {
            assertThat(one.take(ID)).isTrue();
            for (int i = 0; i < 10; i++) {
                live(one.renewalInterval(), one, other);
                assertThat(other.take(ID)).isFalse();
                assertThat(one.isCertain(ID)).isTrue();
            }
            one.release(ID);
            assertThat(other.take(ID)).isTrue();
            assertThat(one.take(ID)).isFalse();
            other.release(ID);
            pass(Duration.ofMillis(1_709));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-14_999, 0, 14_999})
    void theDeadAreOutlivedByATimeoutAndTheDifferenceOfTheClocks(long ahead) {
        one.take(ID);
        Claims other = node(repository, Duration.ofMillis(ahead));
        pass(TIMEOUT.minusMillis(ahead).minusMillis(1));
        assertThat(other.take(ID)).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(other.take(ID)).isTrue();
    }

    @Test
    void aRecordIsSeenByAllAndOutlivesClaimsAndProcesses() {
        assertThat(two.isRecorded(ID)).isFalse();
        one.take(ID);
        one.record(ID);
        one.record(ID);
        one.release(ID);
        pass(TIMEOUT.multipliedBy(100));
        assertThat(two.isRecorded(ID)).isTrue();
        assertThat(node(repository, Duration.ZERO).isRecorded(ID)).isTrue();
        assertThat(two.isRecorded(UUID.randomUUID())).isFalse();
    }

    @Test
    void twoOrganizationsReceiveTheSameTransferEachForItself() {
        Claims other = new Claims(repository, "my-resource/986252932", TIMEOUT, new NodeClock(time, Duration.ZERO));
        one.take(ID);
        one.record(ID);
        assertThat(other.take(ID)).isTrue();
        assertThat(other.isRecorded(ID)).isFalse();
    }

    @Test
    void keysFitIntoTheColumnOfJdbcRepositoriesWhateverTheResourceIsCalled() {
        String resource = "a-resource-whose-name-is-much-longer-than-any-name-should-be-";
        Duration shortest = Duration.ofSeconds(1);
        Claims a = new Claims(repository, resource + "a", shortest, new NodeClock(time, Duration.ZERO));
        Claims b = new Claims(repository, resource + "b", shortest, new NodeClock(time, Duration.ZERO));
        assertThat(a.take(ID)).isTrue();
        assertThat(b.take(ID)).isTrue();
        a.record(ID);
        assertThat(b.isRecorded(ID)).isFalse();
        assertThat(keys()).hasSize(3).allSatisfy(key -> assertThat(key).hasSizeLessThanOrEqualTo(100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "contains"})
    void whenTheRepositoryFailsNothingIsTakenAndTheFailureIsTold(String call) {
        scripted.before = failing(call);
        assertThatThrownBy(() -> one.take(ID))
                .isInstanceOf(ClaimException.class)
                .hasMessageContaining(ID.toString())
                .hasRootCauseMessage(FAILURE);
        assertThat(one.holds(ID)).isFalse();
        assertThat(two.take(ID)).isTrue();
    }

    @Test
    void whenTheRepositoryFailsTheRecordIsNotThere() {
        scripted.before = failing("");
        assertThatThrownBy(() -> one.record(ID)).isInstanceOf(ClaimException.class);
        assertThatThrownBy(() -> one.isRecorded(ID)).isInstanceOf(ClaimException.class);
        assertThat(two.isRecorded(ID)).isFalse();
    }

    @Test
    void aRepositoryThatThrowsBecauseAnotherWasFasterIsNotAFailure() {
        scripted.before = ScriptedRepository.once("add", () -> {
            assertThat(two.take(ID)).isTrue();
            throw new IllegalStateException("unique constraint violated");
        });
        assertThat(one.take(ID)).isFalse();
        assertThat(two.holds(ID)).isTrue();
    }

    @Test
    void aTakeWhoseAnswerWasLostBlocksTheTransferForATimeoutAtMost() {
        scripted.after = ScriptedRepository.once("add", () -> {
            throw new IllegalStateException("connection reset");
        });
        assertThat(one.take(ID)).isFalse();
        pass(TIMEOUT);
        assertThat(two.take(ID)).isTrue();
    }

    @Test
    void renewalIsTriedAgainAfterAFailure() {
        one.take(ID);
        pass(BUCKET);
        scripted.before = failing("");
        assertThatCode(one::renew).doesNotThrowAnyException();
        assertThat(one.holds(ID)).isTrue();
        scripted.before = call -> {};
        live(BUCKET.multipliedBy(2), one);
        assertThat(one.isCertain(ID)).isTrue();
        assertThat(two.take(ID)).isFalse();
    }

    @Test
    void aRenewalWhoseAnswerWasLostIsRecognised() {
        one.take(ID);
        pass(BUCKET);
        scripted.after = ScriptedRepository.once("add", () -> {
            throw new IllegalStateException("connection reset");
        });
        one.renew();
        one.renew();
        pass(BUCKET.dividedBy(2));
        assertThat(one.isCertain(ID)).isTrue();
        assertThat(keys()).hasSize(1);
        one.release(ID);
        assertThat(keys()).isEmpty();
    }

    @Test
    void aRenewalWhoseAnswerWasLostIsReleasedToo() {
        one.take(ID);
        pass(BUCKET);
        scripted.after = failing("add");
        one.renew();
        one.release(ID);
        assertThat(keys()).isEmpty();
    }

    @Test
    void whenTheRepositoryFailsForLongerThanTheTimeoutTheClaimDoesNotHold() {
        one.take(ID);
        scripted.before = failing("");
        live(BUCKET.plus(BUCKET.dividedBy(2)), one);
        assertThat(one.holds(ID)).isFalse();

        // nobody could take it meanwhile
        scripted.before = call -> {};
        assertThat(one.holds(ID)).isTrue();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void whatIsRecordedIsNotHeldAgainEvenIfTheRepositoryFailsInBetween() {
        one.take(ID);
        pass(BUCKET.multipliedBy(2));
        two.take(ID);
        two.record(ID);
        two.release(ID);
        scripted.before = ScriptedRepository.once("contains my-resource/314244370/" + ID, () -> {});
        String record = "contains my-resource/314244370/" + ID;
        scripted.before = call -> {
            if (call.equals(record)) {
                throw new IllegalStateException(FAILURE);
            }
        };
        assertThat(one.holds(ID)).isFalse();
        assertThat(one.isCertain(ID)).isFalse();
        scripted.before = call -> {};
        assertThat(one.holds(ID)).isFalse();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void aFailedReleaseExpires() {
        one.take(ID);
        scripted.before = failing("remove");
        assertThatCode(() -> one.release(ID)).doesNotThrowAnyException();
        assertThat(one.holds(ID)).isFalse();
        assertThat(two.take(ID)).isFalse();
        pass(TIMEOUT);
        assertThat(two.take(ID)).isTrue();
    }

    @Test
    void aTimeoutTooShortForRenewalsIsRefused() {
        Duration timeout = Duration.ofMillis(999);
        assertThatThrownBy(() -> new Claims(repository, "r", timeout, new NodeClock(time, Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Not an exception that anybody would catch. */
    private static final class DeathOfProcess extends Error {

        private static final long serialVersionUID = 1L;
    }
}
