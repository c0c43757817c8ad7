package no.altinncamel.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The properties file of {@link AltinnBrokerOnboarding}, which may be that of a whole application.
 *
 * @param component  name of the component that is checked
 * @param resource   id of the resource, perhaps with placeholders
 * @param properties all that the file holds, by name, in order
 */
record OnboardingSettings(String component, String resource, SortedMap<String, String> properties) {

    static final String RESOURCE = "resource";
    static final String BEANS = "camel.beans.";

    private static final String COMPONENTS = "camel.component.";
    /** Where Spring Boot has the components with names of their own. */
    private static final String NAMED = COMPONENTS + "altinn-broker.named.";

    /** Values may be secrets. */
    @Override
    public String toString() {
        return "OnboardingSettings[component=" + component + ", resource=" + resource + ", properties="
                + properties.keySet() + "]";
    }

    /** Of the component's options: what stands before the name of an option. */
    String prefix() {
        String own = COMPONENTS + component + ".";
        String named = NAMED + component + ".";
        return startingWith(own).isEmpty() && !startingWith(named).isEmpty() ? named : own;
    }

    /** The properties whose names begin so, by the rest of their names. */
    SortedMap<String, String> startingWith(String prefix) {
        SortedMap<String, String> found = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** @throws WrongSettingsException if the file cannot be read, or says nothing of the resource or the component */
    static OnboardingSettings read(Path file, String component) {
        SortedMap<String, String> properties = load(file);
        String resource = properties.get(RESOURCE);
        if (resource == null) {
            throw new WrongSettingsException(
                    "The property " + RESOURCE + " is missing in " + file + ": set it to the id of the resource");
        }
        OnboardingSettings settings = new OnboardingSettings(component, resource, properties);
        if (settings.startingWith(settings.prefix()).isEmpty() && !properties.containsKey(BEANS + component)) {
            throw new WrongSettingsException("The file " + file + " sets no option of the component " + component
                    + ": write them as " + settings.prefix()
                    + "<option>, or give the name of another component after the"
                    + " file");
        }
        return settings;
    }

    private static SortedMap<String, String> load(Path file) {
        Properties loaded = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            loaded.load(in);
        } catch (IOException | IllegalArgumentException e) {
            // the latter for a wrong escape sequence
            throw new WrongSettingsException("The properties file " + file + " cannot be read: " + e);
        }
        SortedMap<String, String> properties = new TreeMap<>();
        loaded.stringPropertyNames()
                .forEach(name -> properties.put(name, loaded.getProperty(name).strip()));
        return properties;
    }
}
