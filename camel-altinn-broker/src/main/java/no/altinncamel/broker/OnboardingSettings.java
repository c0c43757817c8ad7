package no.altinncamel.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The properties file of {@link AltinnBrokerOnboarding}.
 *
 * @param resource id of the resource
 * @param options  of the component, by name, in order
 */
record OnboardingSettings(String resource, Map<String, String> options) {

    static final String PREFIX = "camel.component.altinn-broker.";

    private static final String RESOURCE = "resource";

    /** Values may be secrets. */
    @Override
    public String toString() {
        return "OnboardingSettings[resource=" + resource + ", options=" + options.keySet() + "]";
    }

    /** @throws IllegalArgumentException if the file cannot be read, has a property that is not known, or no resource */
    static OnboardingSettings read(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("The properties file " + file + " cannot be read: " + e, e);
        }
        Map<String, String> options = new TreeMap<>();
        String resource = null;
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name).strip();
            if (name.startsWith(PREFIX)) {
                options.put(name.substring(PREFIX.length()), value);
            } else if (name.equals(RESOURCE)) {
                resource = value;
            } else {
                throw new IllegalArgumentException("The property " + name + " in " + file + " is not known: use "
                        + RESOURCE + " and " + PREFIX + "<option>");
            }
        }
        if (resource == null) {
            throw new IllegalArgumentException(
                    "The property " + RESOURCE + " is missing in " + file + ": set it to the id of the resource");
        }
        return new OnboardingSettings(resource, options);
    }
}
