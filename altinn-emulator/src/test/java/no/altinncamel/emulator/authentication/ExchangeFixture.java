package no.altinncamel.emulator.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;

import no.altinncamel.emulator.maskinporten.HttpAnswer;
import no.altinncamel.emulator.maskinporten.MaskinportenFixture;

/** Exchanges tokens, those of the token endpoint and others that are made up. */
abstract class ExchangeFixture extends MaskinportenFixture {

    static final String PATH = "/authentication/api/v1/exchange/";

    @AfterEach
    void asItWas() {
        emulator.authentication().emptyUnauthorizedAnswers(false);
        emulator.authentication().authorizationDetailsAsArray(false);
        emulator.authentication().failNextExchanges(0);
    }

    HttpAnswer exchange(String token, String... headers) {
        return exchangeAt("maskinporten", token, headers);
    }

    HttpAnswer exchangeAt(String providerAndQuery, String token, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + token;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return HttpAnswer.get(emulator.platformUrl() + PATH + providerAndQuery, all);
    }

    /** Claims of a Maskinporten token, for tests that spoil them; the token is not from the token endpoint. */
    Map<String, Object> claims() {
        long now = emulator.clock().instant().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", emulator.maskinportenIssuer());
        claims.put("scope", READ);
        claims.put("client_id", c1.id());
        claims.put("iat", now);
        claims.put("exp", now + 120);
        claims.put("consumer", organization(VENDOR));
        return claims;
    }

    static Map<String, Object> organization(String number) {
        return Map.of("authority", "iso6523-actorid-upis", "ID", "0192:" + number);
    }

    String sign(Map<String, Object> claims) {
        return emulator.maskinportenTokens().sign(claims);
    }

    JsonNode exchanged(String token) {
        HttpAnswer answer = exchange(token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return HttpAnswer.payload(answer.body());
    }
}
