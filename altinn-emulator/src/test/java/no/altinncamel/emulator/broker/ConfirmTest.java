package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;

class ConfirmTest extends BrokerFixture {

    private static final String UNKNOWN = "6c1f2f0e-9c3b-4a7e-8b7a-3f5d0a9b1c2d";

    @Test
    @Scenario({"B-159", "B-160", "B-161"})
    void theLastConfirmationEndsTheTransferAndCannotBeRepeated() {
        String id = pub();
        download(id, R1).isStatus(200);
        confirm(id, R1).isEmpty(204);
        assertThat(status(id)).isEqualTo("AllConfirmedDownloaded");
        assertThat(recipientStatus(id, R1)).isEqualTo("DownloadConfirmed");
        confirm(id, R1).isError(400, 10);
        download(id, R1).isStatus(200);
        List<String> events = events(id);
        assertThat(events.subList(3, events.size()))
                .containsExactly(
                        "downloadconfirmed Recipient " + R1,
                        "downloadconfirmed Sender " + S,
                        "allconfirmeddownloaded Sender " + S);
        assertThat(overview(id).get("published").isNull()).isFalse();
    }

    @Test
    @Scenario({"B-162", "B-163", "B-164"})
    void whileOthersAreOpenAConfirmationCanBeRepeatedWithoutEffect() {
        String id = uploaded(initTo(R1, R2));
        download(id, R1).isStatus(200);
        download(id, R2).isStatus(200);
        confirm(id, R1).isStatus(204);
        assertThat(status(id)).isEqualTo("Published");
        List<String> events = events(id);
        confirm(id, R1).isEmpty(204);
        assertThat(events(id)).isEqualTo(events);
        confirm(id, R2).isStatus(204);
        assertThat(status(id)).isEqualTo("AllConfirmedDownloaded");
    }

    @Test
    void confirmingAgainAfterAnotherDownloadHasNoEffectEither() {
        String id = uploaded(initTo(R1, R2));
        downloadAndConfirm(id, R1);
        List<String> events = events(id);
        downloadAndConfirm(id, R1);
        assertThat(events(id)).isEqualTo(events);
    }

    @Test
    @Scenario("B-165")
    void onlyWhatWasDownloadedCanBeConfirmed() {
        confirm(pub(), R1).isError(400, 19);
    }

    @Test
    @Scenario("B-166")
    void withoutAFileThereIsNothingToConfirm() {
        confirm(init(), R1).isError(400, 3);
    }

    @Test
    @Scenario({"B-168", "B-169"})
    void existenceIsCheckedBeforeAccess() {
        confirm(UNKNOWN, X).isError(404, 1);
        confirm(pub(), X).isError(401, 6);
    }

    @Test
    @Scenario("B-170")
    void whoNeverDownloadedForSomebodyElseBreaksTheServerWithAConfirmation() {
        String id = pub();
        broker().policy().delegate(X, resource.id(), R1, Action.READ);
        confirm(id, X).isUnhandled();
        assertThat(status(id)).isEqualTo("Published");
    }

    @Test
    @Scenario("B-172")
    void whoDownloadedForSomebodyElseMustConfirmToo() {
        String id = pub();
        broker().policy().delegate(X, resource.id(), R1, Action.READ);
        download(id, X).isStatus(200);
        downloadAndConfirm(id, R1);
        assertThat(status(id)).isEqualTo("Published");
        confirm(id, X).isStatus(204);
        assertThat(status(id)).isEqualTo("AllConfirmedDownloaded");
    }

    @Test
    @Scenario("B-173")
    void aRangedDownloadIsEnoughToConfirm() {
        String id = pub();
        download(id, R1, "Range", "bytes=0-0").isStatus(206);
        confirm(id, R1).isStatus(204);
    }

    @Test
    void aBodyIsIgnored() {
        String id = pub();
        download(id, R1).isStatus(200);
        post("/" + id + "/confirmdownload", token(R1, READ), DIGITS, "Content-Type", "text/plain")
                .isStatus(204);
    }
}
