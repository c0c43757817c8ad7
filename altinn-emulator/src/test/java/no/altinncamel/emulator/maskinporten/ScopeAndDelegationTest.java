package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.emulator.Scenario;

class ScopeAndDelegationTest extends MaskinportenFixture {

    @Test
    @Scenario("M-81")
    void theScopeMustBeOnTheClient() {
        grant().claim("scope", "altinn:broker.admin")
                .send()
                .isRefused(
                        400,
                        "invalid_scope",
                        "Token request contains invalid scopes for client, altinn:broker.admin (trace_id",
                        "MP-200");
    }

    @Test
    @Scenario("M-82")
    void oneBadScopeSpoilsTheRequest() {
        HttpAnswer answer = grant().claim("scope", READ + " test:a test:b").send();
        answer.isRefused(400, "invalid_scope", "for client, test:a, test:b (trace_id", "MP-200");
        assertThat(answer.json().has("access_token")).isFalse();
    }

    @Test
    @Scenario("M-83")
    void aScopeIsRequired() {
        grant().without("scope").send().isRefused(400, "invalid_scope", "scope");
        grant().claim("scope", " ").send().isRefused(400, "invalid_scope", "scope");
        grant().claim("scope", "").send().isRefused(400, "invalid_scope", "scope");
    }

    @Test
    @Scenario("M-84")
    void theScopeMustBeForMaskinporten() {
        maskinporten().scope("test:person").grantTo(VENDOR).integrationType(IntegrationType.IDPORTEN);
        c1.scopes(READ, "test:person");
        grant().claim("scope", "test:person")
                .send()
                .isRefused(
                        400, "invalid_scope", "Token request contains scopes not allowed for maskinporten", "MP-201");
    }

    @Test
    @Scenario("M-85")
    void theScopeMustBeGrantedToTheOrganisation() {
        c1.scopes(READ, "test:closed");
        Grant grant = grant().claim("scope", READ + " test:closed");
        grant.send()
                .isRefused(403, "forbidden", "Consumer has not been granted access to the scope test:closed", "MP-250");
        maskinporten().scope("test:closed").grantTo(VENDOR);
        assertThat(grant.claim("jti", "second").send().status()).isEqualTo(200);
        maskinporten().scope("test:closed").revokeFrom(VENDOR);
        grant.claim("jti", "third").send().isRefused(403, "forbidden", "test:closed", "MP-250");
    }

    private HttpAnswer sendFor(String consumer) {
        return grant().claim("consumer_org", consumer).send();
    }

    @Test
    @Scenario("M-86")
    void theConsumerMustHaveDelegatedTheScope() {
        maskinporten().delegate(CUSTOMER, VENDOR, WRITE);
        maskinporten().delegate(CUSTOMER, "310000009", READ);
        sendFor(CUSTOMER)
                .isRefused(
                        403,
                        "forbidden",
                        "Consumer 310000002 has not delegated access to the scope altinn:broker.read to supplier"
                                + " 310000001.",
                        "MP-251");
        maskinporten().withdrawDelegation(CUSTOMER, VENDOR, WRITE);
    }

    @Test
    @Scenario("M-86")
    void someScopesCannotBeDelegated() {
        maskinporten().scope("test:own").delegationSource(null);
        maskinporten().delegate(CUSTOMER, VENDOR, "test:own");
        c1.scopes("test:own");
        grant().claim("scope", "test:own")
                .claim("consumer_org", CUSTOMER)
                .send()
                .isRefused(403, "forbidden", "has not delegated", "MP-251");
    }

    @Test
    @Scenario("M-87")
    void theConsumerIsSomebodyElse() {
        sendFor(VENDOR)
                .isRefused(
                        400,
                        "invalid_request",
                        "Validation of JWT claim failed: The combination consumer_org in claim and delegation scope on"
                                + " client is invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0192:310000002", "31000000", "3100000022", "31000000x", ""})
    @Scenario("M-88")
    void theConsumerIsNineDigits(String consumer) {
        sendFor(consumer).isRefused(400, "invalid_request", "Invalid assertion", "MP-011");
    }

    @Test
    @Scenario("M-89")
    void thereIsOneWayToSpeakForAnother() {
        maskinporten().delegate(CUSTOMER, VENDOR, READ);
        grant().claim("consumer_org", CUSTOMER)
                .claim("iss_onbehalfof", "sub-client")
                .send()
                .isRefused(400, "invalid_request", "Invalid assertion");
        maskinporten().withdrawDelegation(CUSTOMER, VENDOR, READ);
    }

    @Test
    @Scenario("M-90")
    void aWithdrawnDelegationLeavesIssuedTokensValid() {
        maskinporten().delegate(CUSTOMER, VENDOR, READ);
        String token = sendFor(CUSTOMER).accessToken();
        maskinporten().withdrawDelegation(CUSTOMER, VENDOR, READ);
        sendFor(CUSTOMER).isRefused(403, "forbidden", "has not delegated", "MP-251");
        assertThatCode(() -> emulator.maskinportenTokens().verify(token, Duration.ZERO))
                .doesNotThrowAnyException();
    }
}
