package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class OrganizationNumberTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "991825827",
                "0192:991825827",
                " 0192:991825827 ",
                "urn:altinn:organization:identifier-no:991825827"
            })
    void allFormsAreOneNumber(String form) {
        assertThat(OrganizationNumber.parse(form)).hasValue(new OrganizationNumber("991825827"));
        assertThat(OrganizationNumber.parse(form)).get().hasToString("0192:991825827");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"99182582", "9918258277", "9908:991825827", "urn:991825827", "0192:", "99182582x"})
    void anythingElseIsNone(String text) {
        assertThat(OrganizationNumber.parse(text)).isEmpty();
    }

    @Test
    void nineDigitsAreDemanded() {
        assertThatThrownBy(() -> new OrganizationNumber("0192:991825827")).hasMessageContaining("nine digits");
    }

    @Test
    void recipientsAreFoundByAnyForm() {
        RecipientState state = new RecipientState("0192:991825827", RecipientStatus.INITIALIZED, null, null);
        assertThat(state.isOrganization("991825827")).isTrue();
        assertThat(state.isOrganization("urn:altinn:organization:identifier-no:991825827"))
                .isTrue();
        assertThat(state.isOrganization("986252932")).isFalse();
        assertThat(state.isOrganization(null)).isFalse();
        assertThat(new RecipientState(null, RecipientStatus.UNKNOWN, null, null).isOrganization("991825827"))
                .isFalse();
    }
}
