package no.altinncamel.broker.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.apache.camel.catalog.CamelCatalog;

/** Makes the component altinn-broker known to a Camel catalog, for validation and completion in tools and builds. */
public final class AltinnBrokerCatalog {

    private static final String SCHEME = "altinn-broker";
    private static final String COMPONENT = "no.altinncamel.broker.AltinnBrokerComponent";
    private static final String JSON = "/org/apache/camel/catalog/components/altinn-broker.json";

    private AltinnBrokerCatalog() {}

    /** @return the same catalog */
    public static CamelCatalog addTo(CamelCatalog catalog) {
        catalog.addComponent(SCHEME, COMPONENT, json());
        return catalog;
    }

    /** @return the component's metadata, as the tools for Camel exchange it */
    public static String json() {
        try (InputStream json = AltinnBrokerCatalog.class.getResourceAsStream(JSON)) {
            return new String(json.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
