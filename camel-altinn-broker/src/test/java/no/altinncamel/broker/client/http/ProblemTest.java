package no.altinncamel.broker.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes in which a server refuses (altinn-broker 3.2, 3.3). */
class ProblemTest {

    private static Problem parse(String body) {
        return Problem.parse(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aProblemOfTheBroker() {
        Problem problem = parse("{'title':'Not Found','status':404,'detail':'It was not found','code':'BRO-00001',"
                + "'traceId':'00-1','statusDescription':'Not Found','traceId':'00-1'}");
        assertThat(problem).isEqualTo(new Problem("BRO-00001", "Not Found", "It was not found", "00-1"));
    }

    @Test
    void aValidationProblem() {
        Problem problem =
                parse("{'title':'One or more','errors':{'Sender':['is bad','is odd'],'Recipients':['are none']},"
                        + "'traceId':'00-1'}");
        assertThat(problem.code()).isNull();
        assertThat(problem.detail()).contains("Sender: is bad is odd").contains("Recipients: are none");
    }

    @Test
    void anUnhandledExceptionAndAGateway() {
        assertThat(parse("{'title':'Internal Server Error','status':500,'detail':'','instance':'/x','traceId':'00-1'}"))
                .isEqualTo(new Problem(null, "Internal Server Error", null, "00-1"));
        assertThat(parse("{'statusCode':429,'message':'Rate limit is exceeded.'}")
                        .detail())
                .isEqualTo("Rate limit is exceeded.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{", "[]", "'text'", "null", "plain text", "{'code':{'a':1},'title':['x']}"})
    void whatSaysNothing(String body) {
        assertThat(parse(body)).isEqualTo(Problem.NONE);
    }

    @Test
    void textsAreFitForALog() {
        Problem problem = parse("{'detail':'" + "a\\nb\\u001b[31m\\u2028" + "x".repeat(600) + "'}");
        assertThat(problem.detail()).startsWith("a b [31m x").endsWith("…").hasSize(Problem.LONGEST_TEXT);
    }
}
