package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;

/** The clock stands still and moves by a second between transfers, so that each has a moment of its own. */
class ListTest extends BrokerFixture {

    @BeforeEach
    void stopTheClock() {
        emulator.clock().freeze();
    }

    @AfterEach
    void restartTheClock() {
        emulator.clock().reset();
    }

    @Test
    @Scenario("B-108")
    void theResourceIsRequired() {
        get("", token(S, BOTH)).isInvalid("resourceId", "The resourceId field is required.");
        get("?resourceId=", token(S, BOTH)).isInvalid("resourceId", "The resourceId field is required.");
    }

    @Test
    @Scenario({"B-109", "B-110"})
    void theResourceMustBeBareAndKnown() {
        get("?resourceId=urn:altinn:resource:" + resource.id(), token(S, BOTH)).isError(401, 6);
        get("?resourceId=no-such-resource", token(S, BOTH)).isError(401, 6);
    }

    @Test
    @Scenario("B-111")
    void anOrganisationWithoutTransfersGetsAnEmptyList() {
        init();
        assertThat(list(P, "").isStatus(200).text()).isEqualTo("[]");
    }

    @Test
    @Scenario({"B-112", "B-113"})
    void recipientsSeeTransfersBeforeTheirPublication() {
        String id = init();
        assertThat(list(R1, "").ids()).containsExactly(id);
        assertThat(list(R1, "&status=Published").ids()).isEmpty();
        assertThat(list(R1, "&status=Initialized").ids()).containsExactly(id);
    }

    @Test
    @Scenario({"B-114", "B-115"})
    void theRecipientsOwnStatusIsAFilter() {
        String id = pub();
        assertThat(list(R1, "&status=Published&recipientStatus=Initialized").ids())
                .containsExactly(id);
        download(id, R1).isStatus(200);
        assertThat(list(R1, "&status=Published&recipientStatus=Initialized").ids())
                .isEmpty();
        assertThat(list(R1, "&status=Published&recipientStatus=DownloadStarted").ids())
                .containsExactly(id);
    }

    @Test
    @Scenario({"B-116", "B-117"})
    void theRoleKeepsOneHalfUnlessTheRecipientsStatusIsAskedFor() {
        String id = pub();
        assertThat(list(S, "&role=Sender").ids()).containsExactly(id);
        assertThat(list(S, "&role=Recipient").ids()).isEmpty();
        assertThat(list(R1, "&role=Recipient").ids()).containsExactly(id);
        assertThat(list(R1, "&role=Sender").ids()).isEmpty();
        assertThat(list(S, "&recipientStatus=Initialized&role=Sender").ids()).isEmpty();
        assertThat(list(R1, "&recipientStatus=Initialized&role=Sender").ids()).containsExactly(id);
    }

    @Test
    @Scenario({"B-118", "B-119", "B-120"})
    void constantsComeInAnyCaseOrAsNumbers() {
        String id = pub();
        assertThat(list(R1, "&status=published").ids()).containsExactly(id);
        assertThat(list(R1, "&status=3").ids()).containsExactly(id);
        assertThat(list(R1, "&recipientStatus=0").ids()).containsExactly(id);
        list(R1, "&status=Foo").isInvalid("status", "The value 'Foo' is not valid.");
        list(R1, "&status=99").isInvalid("status", "The value '99' is invalid.");
        list(R1, "&role=Owner").isInvalid("role", "The value 'Owner' is not valid.");
        list(R1, "&recipientStatus=Foo").isInvalid("recipientStatus", "not valid");
        list(R1, "&orderAscending=perhaps").isInvalid("orderAscending", "not valid");
    }

    @Test
    @Scenario({"B-121", "B-122", "B-123"})
    void timesAreIsoAndTheirPlusMustBeEncoded() {
        list(S, "&from=notadate").isInvalid("from", "The value 'notadate' is not valid.");
        list(S, "&to=notadate").isInvalid("to", "not valid");
        list(S, "&from=2026-01-01T00:00:00+01:00").isInvalid("from", "not valid");
        list(S, "&from=2026-01-01T00:00:00%2B01:00").isStatus(200);
        list(S, "&from=2026-01-01T00:00:00.1234567Z&to=2026-01-01").isStatus(200);
    }

    @Test
    void aTimeWithoutAnOffsetIsUtc() {
        String id = init();
        String created = created(id).toLocalDateTime().toString();
        assertThat(list(S, "&from=" + created + "&to=" + created).ids()).containsExactly(id);
    }

    @Test
    @Scenario({"B-124", "B-125", "B-126", "B-127", "B-128"})
    void aSingleBoundIsExclusiveAndTwoAreInclusive() {
        List<String> ids = threeApart();
        String first = encoded(created(ids.get(0)));
        String last = encoded(created(ids.get(2)));
        String ascending = "&orderAscending=true";
        assertThat(list(S, "&from=" + first + ascending).ids()).containsExactly(ids.get(1), ids.get(2));
        assertThat(list(S, "&to=" + last + ascending).ids()).containsExactly(ids.get(0), ids.get(1));
        assertThat(list(S, "&from=" + first + "&to=" + last + ascending).ids()).isEqualTo(ids);
        assertThat(list(S, ascending).ids()).isEqualTo(ids);
        Collections.reverse(ids);
        assertThat(list(S, "").ids()).isEqualTo(ids);
        assertThat(list(S, "&orderAscending=false").ids()).isEqualTo(ids);
    }

    @Test
    @Scenario({"B-129", "B-130"})
    void aHundredAreTheLimitAfterOrdering() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            ids.add(init());
            tick();
        }
        assertThat(list(S, "&orderAscending=true").ids()).isEqualTo(ids.subList(0, 100));
        List<String> newest = new ArrayList<>(ids.subList(1, 101));
        Collections.reverse(newest);
        assertThat(list(S, "").ids()).isEqualTo(newest);
    }

    @Test
    @Scenario({"B-131", "B-132"})
    void withAStatusTheMomentOfThatStatusCounts() {
        List<String> ids = threeApart();
        String afterCreation = encoded(created(ids.get(2)));
        tick();
        for (int i = 2; i >= 0; i--) {
            uploaded(ids.get(i));
            tick();
        }
        assertThat(list(S, "&status=Published&from=" + afterCreation + "&orderAscending=true")
                        .ids())
                .containsExactly(ids.get(2), ids.get(1), ids.get(0));
        assertThat(list(S, "&from=" + afterCreation).ids()).isEmpty();
    }

    @Test
    @Scenario("B-133")
    void aSenderWhoIsAlsoRecipientFindsTheTransferOnce() {
        String id = initTo(S, R1);
        assertThat(list(S, "").ids()).containsExactly(id);
    }

    @Test
    @Scenario("B-134")
    void theListSeesTheLatestAndTheOverviewTheHighestStatus() {
        String id = uploaded(initTo(R1, R2));
        downloadAndConfirm(id, R1);
        assertThat(list(R1, "&recipientStatus=DownloadConfirmed").ids()).containsExactly(id);
        tick();
        download(id, R1).isStatus(200);
        assertThat(list(R1, "&recipientStatus=DownloadConfirmed").ids()).isEmpty();
        assertThat(list(R1, "&recipientStatus=DownloadStarted").ids()).containsExactly(id);
        assertThat(recipientStatus(id, R1)).isEqualTo("DownloadConfirmed");
        assertThat(overview(id)
                        .at("/recipients/0/currentRecipientFileTransferStatusChanged")
                        .asText())
                .isEqualTo(BrokerTime.write(BrokerTime.now(emulator.clock())));
    }

    @Test
    @Scenario("B-135")
    void eitherRightSufficesToList() {
        broker().policy().deny(S, resource.id(), Action.READ).deny(R1, resource.id(), Action.WRITE);
        list(S, "").isStatus(200);
        list(R1, "").isStatus(200);
        list(X, "").isError(401, 6);
    }

    @Test
    @Scenario("B-136")
    void oneScopeSufficesToList() {
        get("?resourceId=" + resource.id(), token(R1, READ)).isStatus(200);
        get("?resourceId=" + resource.id(), token(R1, WRITE)).isStatus(200);
    }

    @Test
    void otherResourcesAreNotListed() {
        init();
        String other = broker().addResource(resource.id() + "-other").id();
        assertThat(get("?resourceId=" + other, token(S, BOTH)).ids()).isEmpty();
    }

    private List<String> threeApart() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(init());
            tick();
        }
        return ids;
    }

    private void tick() {
        emulator.clock().advance(Duration.ofSeconds(1));
    }

    private OffsetDateTime created(String id) {
        return OffsetDateTime.parse(overview(id).get("created").asText());
    }

    private static String encoded(OffsetDateTime time) {
        return URLEncoder.encode(time.toString(), StandardCharsets.UTF_8);
    }
}
