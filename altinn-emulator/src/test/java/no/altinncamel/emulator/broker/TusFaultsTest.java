package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What can be made to go wrong with TUS: lags, lost chunks and broken connections. */
class TusFaultsTest extends TusFixture {

    @AfterEach
    void noFaults() {
        emulator.faults().clear();
    }

    @Test
    void theDurableOffsetMayLagBehindTheAcceptedOne() {
        broker().tus().durabilityLag(HOUR);
        String id = created(10);
        assertThat(patch(id, 0, "01234").isStatus(204).header("Upload-Offset")).isEqualTo("5");
        assertThat(offset(id)).isZero();
        isText(patch(id, 0, "01234"), 409, "Offset does not match file. File offset: 5. Request offset: 0");
        emulator.clock().advance(HOUR);
        assertThat(offset(id)).isEqualTo(5);
        patch(id, 5, "56789").isStatus(204);
        assertThat(status(id)).isEqualTo("UploadStarted");
        emulator.clock().advance(HOUR);
        awaitStatus(id, "Published");
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
    }

    @Test
    void theLastChunkOfAPartIsAnsweredWhenAllIsDurable() {
        broker().tus().durabilityLag(HOUR);
        String id = init();
        String part = partial(id, 5);
        CompletableFuture<Answer> last = CompletableFuture.supplyAsync(() -> patch(part, 0, "01234"));
        await().until(() -> upload(part).accepted() == 5);
        assertThat(join(id, part).isStatus(400).text())
                .endsWith("is not ready for concatenation. Expected 5 bytes, committed 0.");
        assertThat(last).isNotDone();
        emulator.clock().advance(HOUR);
        last.join().isStatus(204);
        assertThat(offset(part)).isEqualTo(5);
        join(id, part).isStatus(201);
        awaitStatus(id, "Published");
    }

    @Test
    void replicasMayNotKnowOfANewUploadAtOnce() {
        broker().tus().replicationLag(HOUR);
        String token = briefToken(S, "a");
        String id = init();
        tus("POST", id, token, null, "Upload-Length", "10").isStatus(201);
        head(id).isEmpty(404);
        patch(id, 0, DIGITS).isEmpty(404);
        emulator.clock().advance(HOUR.dividedBy(2));
        tus("HEAD", id, token, null).isEmpty(401);
        emulator.clock().advance(HOUR.dividedBy(2));
        tus("HEAD", id, token, null).isStatus(200);
        patch(id, token, 0, DIGITS).isStatus(204);
        awaitStatus(id, "Published");
    }

    @Test
    void replicasMayNotKnowOfANewPartAtOnce() {
        String id = init();
        String known = partial(id, "01234");
        broker().tus().replicationLag(HOUR);
        String part = partial(id, 5);
        assertThat(offset(known)).isEqualTo(5);
        head(part).isEmpty(404);
        assertThat(join(id, known, part).isStatus(400).text()).startsWith("Could not find some of the files");
        emulator.clock().advance(HOUR);
        assertThat(offset(part)).isZero();
    }

    @Test
    void aChunkThatTheStorageLosesEndsTheUpload() {
        String id = created(10);
        patch(id, 0, "01").isStatus(204);
        broker().storage().failNextUploads(1);
        assertThat(patch(id, 2, "234").isStatus(204).header("Upload-Offset")).isEqualTo("5");
        assertThat(offset(id)).isEqualTo(2);
        patch(id, 2, "234").isStatus(409);
        assertThat(patch(id, 5, "56789").isStatus(400).text())
                .startsWith("Buffered TUS upload failed for file id " + id);
        assertThat(status(id)).isEqualTo("UploadStarted");
        assertThat(broker().storage().fails()).isFalse();
    }

    @Test
    void aLostLastChunkNeverCompletesTheUpload() {
        String id = created(10);
        broker().storage().failNextUploads(1);
        patch(id, 0, DIGITS).isStatus(204);
        assertThat(upload(id).durability()).isCompletedExceptionally();
        String part = partial(init(), 5);
        broker().storage().failNextUploads(1);
        assertThat(patch(part, 0, "01234").isStatus(400).text()).startsWith("Buffered TUS upload failed");
        assertThat(status(id)).isEqualTo("UploadStarted");
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "4, 3", "5, 5", "9, 4", "1000, 5"})
    void aChunkCanBeCutAndInPartBeKept(long cut, long kept) {
        String id = created(10);
        emulator.faults().next(Operation.TUS_PATCH, Fault.resetWhileReading(cut, kept));
        assertThatThrownBy(() -> patch(id, 0, "01234")).isInstanceOf(UncheckedIOException.class);
        await().until(() -> head(id).status() == 200);
        assertThat(offset(id)).isEqualTo(kept);
        patch(id, kept, "0123456789".substring((int) kept)).isStatus(204);
        awaitStatus(id, "Published");
        assertThat(download(id, R1).bytes()).isEqualTo(DIGITS);
    }

    @Test
    void aCutChunkIsNotKeptUnlessThatIsWanted() {
        String id = created(10);
        emulator.faults().next(Operation.TUS_PATCH, Fault.resetWhileReading(7));
        assertThatThrownBy(() -> patch(id, 0, DIGITS)).isInstanceOf(UncheckedIOException.class);
        await().until(() -> head(id).status() == 200);
        assertThat(offset(id)).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.resetWhileReading(5, -1));
    }

    @Test
    void aChunkThatWasKeptWholeCompletesTheUploadWithTheNextRequest() {
        String id = created(10);
        emulator.faults().next(Operation.TUS_PATCH, Fault.resetWhileReading(10, 10));
        assertThatThrownBy(() -> patch(id, 0, DIGITS)).isInstanceOf(UncheckedIOException.class);
        await().until(() -> !upload(id).isBusy());
        assertThat(status(id)).isEqualTo("UploadStarted");
        patch(id, 10, "").isStatus(204);
        awaitStatus(id, "Published");
    }

    @Test
    void answersCanBeLostAfterTheEffect() {
        String id = init();
        emulator.faults().next(Operation.TUS_CREATE, Fault.resetAfterEffect());
        assertThatThrownBy(() -> create(id, "Upload-Length", "10")).isInstanceOf(UncheckedIOException.class);
        emulator.faults().next(Operation.TUS_PATCH, Fault.resetAfterEffect());
        assertThatThrownBy(() -> patch(id, 0, "01234")).isInstanceOf(UncheckedIOException.class);
        assertThat(offset(id)).isEqualTo(5);
        emulator.faults().next(Operation.TUS_DELETE, Fault.resetAfterEffect());
        assertThatThrownBy(() -> delete(id)).isInstanceOf(UncheckedIOException.class);
        head(id).isEmpty(404);
    }

    @Test
    void otherStatusesCanBeAnsweredInstead() {
        String id = created(10);
        emulator.faults().next(Operation.TUS_PATCH, Fault.status(503));
        patch(id, 0, "01234").isStatus(503);
        emulator.faults().next(Operation.TUS_HEAD, Fault.status(401));
        head(id).isStatus(401);
        emulator.faults().next(Operation.TUS_OPTIONS, Fault.status(502));
        plain("OPTIONS", id, token(S, WRITE), null).isStatus(502);
        assertThat(offset(id)).isZero();
    }

    @Test
    void aFinalRequestWhoseAnswerIsLostHasHappened() {
        String id = init();
        String part = partial(id, "0123456789");
        emulator.faults().next(Operation.TUS_CREATE, Fault.resetAfterEffect());
        assertThatThrownBy(() -> join(id, part)).isInstanceOf(UncheckedIOException.class);
        awaitStatus(id, "Published");
        join(id, part).isStatus(409);
    }
}
