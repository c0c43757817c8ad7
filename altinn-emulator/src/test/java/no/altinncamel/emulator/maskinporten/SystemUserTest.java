package no.altinncamel.emulator.maskinporten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.token.TokenRejectedException;

class SystemUserTest extends MaskinportenFixture {

    private static final String REFUSED = "invalid_altinn_customer_configuration";

    private AltinnSystem system;

    @BeforeEach
    void system() {
        system = maskinporten()
                .registerSystem(VENDOR + "_" + UUID.randomUUID(), VENDOR)
                .addClient(c1);
    }

    private static Map<String, Object> details(String organization) {
        Map<String, Object> owner = new LinkedHashMap<>();
        owner.put("authority", "iso6523-actorid-upis");
        owner.put("ID", "0192:" + organization);
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("type", "urn:altinn:systemuser");
        details.put("systemuser_org", owner);
        return details;
    }

    private static Map<String, Object> details(String organization, String externalRef) {
        Map<String, Object> details = details(organization);
        details.put("externalRef", externalRef);
        return details;
    }

    private HttpAnswer send(Map<String, Object> details) {
        return grant().claim("authorization_details", List.of(details)).send();
    }

    private SystemUser approved(String externalRef) {
        return maskinporten().requestSystemUser(system, CUSTOMER, externalRef).approve();
    }

    private static String systemUserOf(HttpAnswer answer) {
        return answer.claims().at("/authorization_details/0/systemuser_id/0").asText();
    }

    private static void assertNotFound(HttpAnswer answer) {
        answer.isRefused(400, REFUSED, "Invalid authorization details values", "MP-303");
    }

    @Test
    @Scenario("M-25")
    void theTokenNamesTheSystemUserAndTheVendorAsConsumer() {
        SystemUser user = approved(null);
        JsonNode claims = send(details(CUSTOMER)).claims();
        HappyGrantTest.assertOrganization(claims.get("consumer"), VENDOR);
        assertThat(claims.has("supplier")).isFalse();
        JsonNode details = claims.get("authorization_details");
        assertThat(details.isArray()).isTrue();
        assertThat(details).hasSize(1);
        JsonNode entry = details.get(0);
        assertThat(entry.get("type").asText()).isEqualTo("urn:altinn:systemuser");
        HappyGrantTest.assertOrganization(entry.get("systemuser_org"), CUSTOMER);
        assertThat(entry.get("systemuser_id").toString()).isEqualTo("[\"" + user.id() + "\"]");
        assertThat(UUID.fromString(user.id())).hasToString(user.id());
        assertThat(entry.get("system_id").asText()).isEqualTo(system.id());
        assertThat(entry.has("externalRef")).isFalse();
    }

    @Test
    @Scenario("M-26")
    void theReferenceFindsTheSystemUser() {
        SystemUser user = approved("abc");
        HttpAnswer answer = send(details(CUSTOMER, "abc"));
        assertThat(systemUserOf(answer)).isEqualTo(user.id());
        assertThat(answer.claims().at("/authorization_details/0").has("externalRef"))
                .isFalse();
    }

    @Test
    @Scenario("M-27")
    void aReferenceMustNotBeLeftOut() {
        approved("abc");
        assertNotFound(send(details(CUSTOMER)));
    }

    @Test
    @Scenario("M-28")
    void theOrganisationNumberIsTheReferenceOfOneWithout() {
        SystemUser user = approved(null);
        assertThat(systemUserOf(send(details(CUSTOMER, CUSTOMER)))).isEqualTo(user.id());
    }

    @Test
    @Scenario("M-29")
    void theReferenceTellsSystemUsersApart() {
        SystemUser a = approved("a");
        SystemUser b = approved("b");
        assertThat(systemUserOf(send(details(CUSTOMER, "b")))).isEqualTo(b.id());
        assertThat(systemUserOf(send(details(CUSTOMER, "a")))).isEqualTo(a.id());
    }

    @Test
    @Scenario("M-30")
    void letterCaseOfAReferenceCounts() {
        approved("abc");
        assertNotFound(send(details(CUSTOMER, "ABC")));
    }

    @Test
    @Scenario("M-31")
    void approvalHealsTheRequest() {
        SystemUser user = maskinporten().requestSystemUser(system, CUSTOMER);
        assertNotFound(send(details(CUSTOMER)));
        user.approve();
        assertThat(systemUserOf(send(details(CUSTOMER)))).isEqualTo(user.id());
    }

    @Test
    @Scenario("M-32")
    void deletionLeavesIssuedTokensValid() throws TokenRejectedException {
        SystemUser user = approved(null);
        String token = send(details(CUSTOMER)).accessToken();
        user.delete();
        assertNotFound(send(details(CUSTOMER)));
        assertThat(emulator.maskinportenTokens().verify(token, Duration.ZERO)).containsEntry("client_id", c1.id());
    }

    @Test
    @Scenario("M-33")
    void theClientMustBelongToTheSystem() {
        approved(null);
        system.removeClient(c1);
        assertNotFound(send(details(CUSTOMER)));
    }

    @Test
    @Scenario("M-34")
    void theVendorIsNotItsOwnCustomer() {
        approved(null);
        assertNotFound(send(details(VENDOR)));
        SystemUser own = maskinporten().requestSystemUser(system, VENDOR).approve();
        assertThat(systemUserOf(send(details(VENDOR)))).isEqualTo(own.id());
    }

    @Test
    @Scenario("M-35")
    void otherTypesAreUnknown() {
        Map<String, Object> details = details(CUSTOMER);
        details.put("type", "urn:altinn:other");
        send(details).isRefused(400, "invalid_request", "Unknown authorization details type", "MP-301");
        details.remove("type");
        send(details).isRefused(400, "invalid_request", "Unknown authorization details type", "MP-301");
    }

    @Test
    @Scenario("M-36")
    void unknownMembersAreRefused() {
        approved("abc");
        Map<String, Object> extra = details(CUSTOMER, "abc");
        extra.put("extra", true);
        send(extra).isRefused(400, "invalid_request", "Unknown fields in the authorization details", "MP-302");
        Map<String, Object> misspelt = details(CUSTOMER);
        misspelt.put("externalReference", "abc");
        send(misspelt).isRefused(400, "invalid_request", "Unknown fields in the authorization details", "MP-302");
    }

    @Test
    @Scenario("M-37")
    void theDetailsAreAnArrayOfOne() {
        approved(null);
        grant().claim("authorization_details", details(CUSTOMER))
                .send()
                .isRefused(400, "invalid_request", "Invalid assertion");
        grant().claim("authorization_details", List.of(details(CUSTOMER), details(CUSTOMER)))
                .send()
                .isRefused(400, "invalid_request", "Invalid assertion");
        grant().claim("authorization_details", List.of()).send().isRefused(400, "invalid_request", "Invalid assertion");
    }

    @Test
    @Scenario("M-37")
    void theOrganisationIsWrittenInOneWayOnly() {
        approved(null);
        Map<String, Object> bare = details(CUSTOMER);
        bare.put("systemuser_org", Map.of("authority", "iso6523-actorid-upis", "ID", CUSTOMER));
        assertNotFound(send(bare));
        Map<String, Object> authority = details(CUSTOMER);
        authority.put("systemuser_org", Map.of("authority", "other", "ID", "0192:" + CUSTOMER));
        assertNotFound(send(authority));
        Map<String, Object> none = details(CUSTOMER);
        none.remove("systemuser_org");
        assertNotFound(send(none));
        Map<String, Object> lowerCase = details(CUSTOMER);
        lowerCase.put("systemuser_org", Map.of("authority", "iso6523-actorid-upis", "id", "0192:" + CUSTOMER));
        send(lowerCase).isRefused(400, "invalid_request", "Unknown fields", "MP-302");
    }

    @Test
    @Scenario("M-38")
    void aScopeIsNeededAsWell() {
        approved(null);
        HttpAnswer answer = grant().without("scope")
                .claim("authorization_details", List.of(details(CUSTOMER)))
                .send();
        answer.isRefused(400, "invalid_scope", "scope");
    }

    @Test
    @Scenario("M-39")
    void oneClientGetsTokensForTwoCustomersInTurn() {
        String other = "310000003";
        String first = approved(null).id();
        String second =
                maskinporten().requestSystemUser(system, other).approve().id();
        for (int round = 0; round < 2; round++) {
            assertThat(systemUserOf(send(details(CUSTOMER)))).isEqualTo(first);
            assertThat(systemUserOf(send(details(other)))).isEqualTo(second);
        }
    }

    @Test
    void systemUserAndDelegationDoNotGoTogether() {
        approved(null);
        grant().claim("consumer_org", CUSTOMER)
                .claim("authorization_details", List.of(details(CUSTOMER)))
                .send()
                .isRefused(400, "invalid_request", "Invalid assertion");
    }

    @Test
    void aSystemUserIsRequestedOnce() {
        SystemUser user = maskinporten().requestSystemUser(system, CUSTOMER, "once");
        assertThat(maskinporten().requestSystemUser(system, CUSTOMER, "once")).isSameAs(user);
        user.approve();
        assertThatThrownBy(() -> maskinporten().requestSystemUser(system, CUSTOMER, "once"))
                .isInstanceOf(IllegalStateException.class);
        user.delete();
        assertThat(maskinporten().requestSystemUser(system, CUSTOMER, "once").id())
                .isNotEqualTo(user.id());
    }
}
