package no.altinncamel.emulator.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.RSAKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.Grant;
import no.altinncamel.emulator.maskinporten.HttpAnswer;

/** Reading subscriptions to events, and who may do so; {@link SubscribingTest} makes and removes them. */
class SubscriptionsTest {

    private static final String ORGANIZATION = "314244370";
    private static final String RESOURCE = "urn:altinn:resource:my-resource";

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private String platform;

    @BeforeEach
    void start() {
        platform = altinn.service().platformUrl();
    }

    @AfterEach
    void clear() {
        altinn.emulator().events().clear();
    }

    private HttpAnswer get(String path, String token) {
        return HttpAnswer.get(platform + "/events/api/v1/subscriptions" + path, "Authorization", "Bearer " + token);
    }

    /** An Altinn token as the exchange would give it. */
    private String token(String scope, Map<String, Object> more) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", altinn.emulator().altinnTokens().issuer());
        claims.put("exp", altinn.emulator().clock().instant().getEpochSecond() + 1800);
        claims.put("scope", scope);
        claims.put("urn:altinn:orgNumber", ORGANIZATION);
        claims.putAll(more);
        return altinn.emulator().altinnTokens().sign(claims);
    }

    private String token(String scope) {
        return token(scope, Map.of());
    }

    private static void assertIsEmpty(HttpAnswer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void theListHasTheSubscriptionsOfTheCaller() {
        Events events = altinn.emulator().events();
        Subscription first = events.addSubscription(ORGANIZATION, RESOURCE)
                .endPoint("https://receiver.example.org/hook")
                .typeFilter("no.altinn.broker.published")
                .subjectFilter("urn:altinn:organization:identifier-no:314244370")
                .validated(true);
        Subscription second = events.addSubscription(ORGANIZATION, RESOURCE);
        events.addSubscription("310332216", RESOURCE);

        HttpAnswer answer = get("", token("altinn:broker.read altinn:events.subscribe"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        JsonNode body = answer.json();
        assertThat(body.get("count").asInt()).isEqualTo(2);
        assertThat(body.get("subscriptions")).hasSize(2);
        JsonNode view = body.get("subscriptions").get(0);
        assertThat(view.get("id").asLong()).isEqualTo(first.id());
        assertThat(view.get("endPoint").asText()).isEqualTo("https://receiver.example.org/hook");
        assertThat(view.get("resourceFilter").asText()).isEqualTo(RESOURCE);
        assertThat(view.get("typeFilter").asText()).isEqualTo("no.altinn.broker.published");
        assertThat(view.get("subjectFilter").asText()).isEqualTo("urn:altinn:organization:identifier-no:314244370");
        assertThat(view.get("consumer").asText()).isEqualTo("/organisation/314244370");
        assertThat(view.get("createdBy").asText()).isEqualTo("/organisation/314244370");
        assertThat(view.get("created").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(view.get("validated").asBoolean()).isTrue();
        assertThat(view.get("includeSubunits").asBoolean()).isFalse();
        JsonNode bare = body.get("subscriptions").get(1);
        assertThat(bare.get("id").asLong()).isEqualTo(second.id());
        assertThat(bare.get("validated").asBoolean()).isFalse();
        assertThat(bare.has("typeFilter")).isFalse();
        assertThat(bare.has("subjectFilter")).isFalse();
    }

    @Test
    void withoutSubscriptionsTheListIsEmpty() {
        JsonNode body = get("", token("altinn:events.subscribe")).json();
        assertThat(body.get("count").asInt()).isZero();
        assertThat(body.get("subscriptions")).isEmpty();
    }

    @Test
    void oneSubscriptionCanBeReadByItsIdAndOnlyByItsOwner() {
        Subscription own = altinn.emulator().events().addSubscription(ORGANIZATION, RESOURCE);
        Subscription foreign = altinn.emulator().events().addSubscription("310332216", RESOURCE);
        String token = token("altinn:events.subscribe");

        assertThat(get("/" + own.id(), token).json().get("resourceFilter").asText())
                .isEqualTo(RESOURCE);
        assertIsEmpty(get("/" + foreign.id(), token), 403);
        assertIsEmpty(get("/1", token), 404);
        assertThat(altinn.emulator().recorder().count(Operation.SUBSCRIPTION)).isEqualTo(3);
    }

    @Test
    void aSystemUserAndAServiceOwnerHaveSubscriptionsOfTheirOwn() {
        Subscription systemUsers = altinn.emulator().events().addSystemUserSubscription("f8c8a5a2", RESOURCE);
        altinn.emulator().events().addSubscription(ORGANIZATION, RESOURCE);
        Map<String, Object> details = Map.of("type", "urn:altinn:systemuser", "systemuser_id", List.of("f8c8a5a2"));

        for (Object claim : List.of(details, List.of(details))) {
            JsonNode body = get("", token("altinn:events.subscribe", Map.of("authorization_details", claim)))
                    .json();
            assertThat(body.get("subscriptions")).hasSize(1);
            assertThat(body.at("/subscriptions/0/id").asLong()).isEqualTo(systemUsers.id());
        }
        assertThat(get("", token("altinn:events.subscribe", Map.of("urn:altinn:org", "ttd")))
                        .json()
                        .get("count")
                        .asInt())
                .isZero();
    }

    @Test
    @Scenario("M-141")
    void maskinportensOwnTokenIsRefusedAndTheExchangedOneTaken() throws Exception {
        AltinnAccount account = altinn.emulator().addAccount(ORGANIZATION, "altinn:events.subscribe");
        RSAKey key = RSAKey.parse(account.privateJwk());
        String raw = new Grant(
                        altinn.emulator(),
                        account.clientId(),
                        account.keyId(),
                        key.toPrivateKey(),
                        "altinn:events.subscribe")
                .send()
                .accessToken();
        HttpAnswer refused = get("", raw);
        assertIsEmpty(refused, 401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");

        String exchanged = HttpAnswer.get(
                        platform + "/authentication/api/v1/exchange/maskinporten", "Authorization", "Bearer " + raw)
                .body();
        assertThat(get("", exchanged).status()).isEqualTo(200);
    }

    @Test
    void noTokenGarbageAndAnExpiredTokenAreRefused() {
        assertIsEmpty(HttpAnswer.get(platform + "/events/api/v1/subscriptions"), 401);
        assertIsEmpty(get("", "garbage"), 401);
        long now = altinn.emulator().clock().instant().getEpochSecond();
        assertIsEmpty(get("", token("altinn:events.subscribe", Map.of("exp", now - 1))), 401);
    }

    @Test
    @Scenario("M-142")
    void aTokenWithoutTheScopeIsForbidden() {
        assertIsEmpty(get("", token("altinn:broker.read altinn:broker.write")), 403);
        assertIsEmpty(get("", token("altinn:events.subscribe.more")), 403);
        assertIsEmpty(get("/4711", token("altinn:broker.read")), 403);
    }

    @Test
    @Scenario("M-143")
    void theLetterCaseOfTheScopeMakesNoDifference() {
        assertThat(get("", token("Altinn:Events.SUBSCRIBE")).status()).isEqualTo(200);
    }
}
