package no.altinncamel.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.MaskinportenTokenProvider;
import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.http.HttpTransport;

/** Fetches tokens one after another, each with a signed grant and an exchange: none is found in the cache. */
final class Tokens {

    private Tokens() {}

    static void fetch(Settings settings, int tokens) throws IOException {
        SigningKey key = SigningKey.fromJwk(Files.readString(keyFile(settings)), null);
        // two who take turns in a cache of one
        List<Identity> identities =
                List.of(identity(settings, "altinn:broker.write"), identity(settings, "altinn:broker.read"));
        ExecutorService refresher = Executors.newCachedThreadPool();
        try (HttpTransport transport = HttpTransport.builder().build();
                MaskinportenTokenProvider provider = MaskinportenTokenProvider.builder(transport, key, refresher)
                        .maxTokens(1)
                        .build()) {
            for (int i = 0; i < tokens; i++) {
                provider.get(identities.get(i % 2));
            }
        } finally {
            refresher.shutdownNow();
        }
    }

    private static Path keyFile(Settings settings) {
        return Path.of(settings.key(Settings.SENDER).substring("file:".length()));
    }

    private static Identity identity(Settings settings, String scope) {
        return Identity.builder()
                .issuer(settings.component("maskinportenIssuer"))
                .tokenEndpoint(URI.create(settings.component("tokenEndpoint")))
                .clientId(settings.clientId(Settings.SENDER))
                .scopes(scope)
                .exchangeEndpoint(URI.create(settings.platformUrl() + "/authentication/api/v1/exchange/maskinporten"))
                .build();
    }
}
