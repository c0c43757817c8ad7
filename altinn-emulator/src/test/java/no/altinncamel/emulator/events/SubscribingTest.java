package no.altinncamel.emulator.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.broker.Action;
import no.altinncamel.emulator.http.Json;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.HttpAnswer;

/** Subscribing to events over HTTP, as users of the runnable emulator do; contract altinn-broker 8.2. */
class SubscribingTest {

    private static final String ORGANIZATION = "314244370";
    private static final String RESOURCE = "urn:altinn:resource:my-resource";

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @AfterEach
    void clear() {
        altinn.emulator().events().clear();
        altinn.emulator().broker().policy().clear();
    }

    private static String url(String path) {
        return altinn.service().platformUrl() + "/events/api/v1/subscriptions" + path;
    }

    private static String token(String organization, String scope) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", altinn.emulator().altinnTokens().issuer());
        claims.put("exp", altinn.emulator().clock().instant().getEpochSecond() + 1800);
        claims.put("scope", scope);
        claims.put("urn:altinn:orgNumber", organization);
        return altinn.emulator().altinnTokens().sign(claims);
    }

    private static HttpAnswer call(String method, String path, String body) {
        return call(method, path, body, token(ORGANIZATION, "altinn:events.subscribe"));
    }

    private static HttpAnswer call(String method, String path, String body, String token) {
        return HttpAnswer.call(method, url(path), body, "Authorization", "Bearer " + token);
    }

    /** The contract's example. */
    private static Map<String, Object> subscription() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("endPoint", "https://client.example.org/altinn/hook");
        members.put("resourceFilter", RESOURCE);
        members.put("subjectFilter", "urn:altinn:organization:identifier-no:314244370");
        members.put("typeFilter", "no.altinn.broker.published");
        members.put("includeSubunits", false);
        return members;
    }

    private static HttpAnswer subscribe(String member, Object value) {
        Map<String, Object> members = subscription();
        members.put(member, value);
        return call("POST", "", Json.write(members));
    }

    private static long subscribed() {
        HttpAnswer answer = call("POST", "", Json.write(subscription()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().get("id").asLong();
    }

    private static void assertIsRefused(HttpAnswer answer, int status, String message) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().isTextual()).isTrue();
        assertThat(answer.json().asText()).isEqualTo(message);
        assertThat(altinn.emulator().events().subscriptions()).isEmpty();
    }

    @Test
    void aSubscriptionIsMadeAndCanBeRead() {
        HttpAnswer made = call("POST", "", Json.write(subscription()));

        assertThat(made.status()).isEqualTo(201);
        JsonNode view = made.json();
        assertThat(made.header("Location"))
                .isEqualTo("/events/api/v1/subscription/" + view.get("id").asLong());
        subscription()
                .forEach((name, value) -> assertThat(view.get(name).asText()).isEqualTo(value.toString()));
        assertThat(view.get("consumer").asText()).isEqualTo("/organisation/314244370");
        assertThat(view.get("createdBy").asText()).isEqualTo("/organisation/314244370");
        assertThat(view.get("validated").asBoolean()).isFalse();
        assertThat(call("GET", "/" + view.get("id").asLong(), null).json()).isEqualTo(view);
        assertThat(altinn.emulator().recorder().count(Operation.SUBSCRIBE)).isEqualTo(1);
    }

    @Test
    void theSameBodyGivesTheSameSubscriptionAndAnotherOneANewOne() {
        long id = subscribed();
        assertThat(subscribed()).isEqualTo(id);
        assertThat(subscribe("typeFilter", "no.altinn.broker.filepurged")
                        .json()
                        .get("id")
                        .asLong())
                .isNotEqualTo(id);
        assertThat(altinn.emulator().events().subscriptions()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://client.example.org/hook", "client.example.org", "", "https://"})
    @Scenario("B-252")
    void theEndpointMustBeAnHttpsAddress(String endPoint) {
        assertIsRefused(subscribe("endPoint", endPoint), 400, "Missing or invalid endpoint to push events towards");
    }

    @ParameterizedTest
    @CsvSource({
        "https://platform.example.org/broker, Source filter is not supported for subscriptions on this resource.",
        "http://platform.example.org/broker, SourceFilter must be an absolute URL with the https scheme."
    })
    @Scenario("B-253")
    void aSourceFilterIsNotTaken(String source, String message) {
        assertIsRefused(subscribe("sourceFilter", source), 400, message);
    }

    @Test
    @Scenario("B-254")
    void anAlternativeSubjectFilterIsNotTaken() {
        assertIsRefused(
                subscribe("alternativeSubjectFilter", "/organisation/314244370"),
                400,
                "AlternativeSubject filter is not supported for subscriptions on this resource.");
    }

    @Test
    @Scenario("B-255")
    void aResourceFilterIsRequired() {
        assertIsRefused(subscribe("resourceFilter", null), 400, "Resource filter is required.");
        assertIsRefused(subscribe("resourceFilter", "my-resource"), 400, "Resource filter must be a valid urn");
    }

    @Test
    void subunitsNeedASubject() {
        Map<String, Object> members = subscription();
        members.remove("subjectFilter");
        members.put("includeSubunits", true);
        assertIsRefused(call("POST", "", Json.write(members)), 400, "IncludeSubunits requires a subject filter.");
        assertThat(subscribe("includeSubunits", true)
                        .json()
                        .get("includeSubunits")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void whatIsNoJsonObjectIsRefused() {
        for (String body : new String[] {"", "[]", "null", "{"}) {
            assertThat(call("POST", "", body).status()).isEqualTo(400);
        }
    }

    @Test
    @Scenario("B-257")
    void theScopeIsNeededToSubscribeAndToUnsubscribe() {
        String token = token(ORGANIZATION, "altinn:broker.read altinn:broker.write");
        HttpAnswer refused = call("POST", "", Json.write(subscription()), token);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).isEmpty();
        assertThat(call("DELETE", "/" + subscribed(), null, token).status()).isEqualTo(403);
        assertThat(HttpAnswer.call("POST", url(""), "{}").status()).isEqualTo(401);
    }

    @Test
    void theResourceMustBeKnownAndThePolicyPermitIt() {
        String unknown = "urn:altinn:resource:no-such-resource";
        assertIsRefused(
                subscribe("resourceFilter", unknown),
                403,
                "Not authorized to create a subscription for resource " + unknown + ".");
        altinn.emulator().broker().policy().deny(ORGANIZATION, "my-resource", Action.SUBSCRIBE);
        assertIsRefused(
                subscribe("resourceFilter", RESOURCE),
                403,
                "Not authorized to create a subscription for resource " + RESOURCE + ".");
    }

    @Test
    void aSubscriptionCanBeRemovedByItsOwnerOnly() {
        long id = subscribed();
        String other = token("310332216", "altinn:events.subscribe");
        assertThat(call("DELETE", "/" + id, null, other).status()).isEqualTo(403);
        assertThat(call("DELETE", "/" + id, null).status()).isEqualTo(200);
        assertThat(call("DELETE", "/" + id, null).status()).isEqualTo(404);
        assertThat(call("GET", "/" + id, null).status()).isEqualTo(404);
    }

    @Test
    void aSubscriptionIsValidatedByItsId() {
        long id = subscribed();
        assertThat(HttpAnswer.call("PUT", url("/validate/" + id), null).status())
                .isEqualTo(200);
        assertThat(call("GET", "/" + id, null).json().get("validated").asBoolean())
                .isTrue();
        assertThat(HttpAnswer.call("PUT", url("/validate/1"), null).status()).isEqualTo(404);
    }
}
