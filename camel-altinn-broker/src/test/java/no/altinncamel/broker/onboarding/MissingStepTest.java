package no.altinncamel.broker.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Failure;
import no.altinncamel.broker.client.http.Problem;

/** Which step a single failure shows to be missing. */
class MissingStepTest {

    private static final URI SERVER = URI.create("https://altinn.example.org/");

    private static Failure failure(String operation, int status, String code, String title) {
        return Failure.answered(operation, SERVER, status, new Problem(code, title, null, null));
    }

    private static OnboardingStep after(AltinnClientException failure) {
        return MissingStep.after(failure).map(MissingStep::step).orElse(null);
    }

    @ParameterizedTest
    @CsvSource({
        "MP-200, invalid_scope, CONFIGURATION, SCOPES",
        "MP-201, invalid_scope, CONFIGURATION, SCOPES",
        "MP-250, forbidden, CONFIGURATION, SCOPES",
        "MP-251, forbidden, CUSTOMER, SCOPES",
        ", invalid_scope, CONFIGURATION, SCOPES",
        "MP-100, invalid_grant, CONFIGURATION, CLIENT",
        "MP-110, invalid_grant, CONFIGURATION, CLIENT",
        "MP-121, invalid_grant, KEY, CLIENT",
        "MP-124, invalid_grant, KEY, CLIENT",
        "MP-130, invalid_grant, CLOCK, CLIENT",
        ", invalid_grant, KEY, CLIENT",
        "MP-303, invalid_altinn_customer_configuration, CUSTOMER, CLIENT",
        ", invalid_altinn_customer_configuration, CUSTOMER, CLIENT"
    })
    void aRefusalByMaskinportenIsAboutScopesOrClient(
            String code, String error, Category category, OnboardingStep step) {
        TokenException refused =
                new TokenException(category, failure("token request to Maskinporten", 400, code, error), null);
        assertThat(after(refused)).isEqualTo(step);
    }

    @Test
    void theCustomerIsAskedAboutASystemUserAndTheOperatorAboutTheClock() {
        Failure systemUser = failure("token request to Maskinporten", 400, "MP-303", "any");
        assertThat(MissingStep.after(new TokenException(Category.CUSTOMER, systemUser, null))
                        .orElseThrow()
                        .ask())
                .startsWith("the customer");
        Failure clock = failure("token request to Maskinporten", 400, "MP-130", "invalid_grant");
        assertThat(MissingStep.after(new TokenException(Category.CLOCK, clock, null)))
                .hasToString("Optional[step 2 Maskinporten client - missing; ask whoever runs this machine]");
    }

    @Test
    void anAddressThatIsNotTheExchangeIsAboutTheRoundTrip() {
        Failure notFound = failure("something in other words", 404, null, null);
        assertThat(after(new TokenException(TokenException.Stage.EXCHANGE, Category.CONFIGURATION, notFound, null)))
                .isEqualTo(OnboardingStep.ROUND_TRIP);
    }

    @Test
    void theStageDecidesAndNotTheWords() {
        Failure refused = failure("exchange, in words that mean nothing", 400, "MP-200", "invalid_scope");
        assertThat(after(new TokenException(Category.CONFIGURATION, refused, null)))
                .isEqualTo(OnboardingStep.SCOPES);
    }

    @Test
    void anExchangeThatAltinnKeepsRefusingIsAboutTheRoundTripThoughItIsTriedAgain() {
        Failure refused = failure("exchange", 401, null, null).withRetryable(true);
        assertThat(after(new TokenException(TokenException.Stage.EXCHANGE, Category.TRANSIENT, refused, null)))
                .isEqualTo(OnboardingStep.ROUND_TRIP);
        Failure down = failure("exchange", 503, null, null).withRetryable(true);
        assertThat(after(new TokenException(TokenException.Stage.EXCHANGE, Category.TRANSIENT, down, null)))
                .isNull();
    }

    @Test
    void onlyTheCustomerCanDelegate() {
        Failure refused = failure("token request", 403, "MP-251", "forbidden");
        assertThat(MissingStep.after(new TokenException(Category.CUSTOMER, refused, null))
                        .orElseThrow()
                        .ask())
                .startsWith("the customer")
                .doesNotContain("Altinn, who grants");
    }

    @Test
    void aValidationErrorAboutTheResourceIdIsAboutTheResource() {
        Failure refused = Failure.answered("list", SERVER, 400, new Problem(null, null, "resourceId: is bad", null));
        assertThat(after(new AltinnClientException(refused))).isEqualTo(OnboardingStep.RESOURCE);
    }

    @ParameterizedTest
    @CsvSource({
        "401, BRO-00006, RESOURCE",
        "403, BRO-00005, RESOURCE",
        "400, BRO-00002, RESOURCE",
        "403, , SCOPES",
        "401, , ROUND_TRIP",
        "404, , ROUND_TRIP",
        "400, , ROUND_TRIP"
    })
    void aRefusalByTheBrokerIsAboutTheResourceTheScopesOrTheRoundTrip(int status, String code, OnboardingStep step) {
        assertThat(after(new AltinnClientException(failure("list", status, code, null))))
                .isEqualTo(step);
    }

    @Test
    void whatTimeMayCureIsAboutNoStep() {
        Failure unavailable = failure("list", 503, null, null).withRetryable(true);
        assertThat(after(new AltinnClientException(unavailable))).isNull();
        Failure noAnswer =
                Failure.withoutAnswer("token request", SERVER, "refused").withRetryable(true);
        assertThat(after(new TokenException(Category.TRANSIENT, noAnswer, null)))
                .isNull();
    }
}
