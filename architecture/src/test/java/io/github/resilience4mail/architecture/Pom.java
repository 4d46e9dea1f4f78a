/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom.xml, as it is written. */
record Pom(Element project) {

    static Pom in(Path folder) {
        try {
            return new Pom(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(folder.resolve("pom.xml").toFile())
                    .getDocumentElement());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("cannot read the pom in " + folder, e);
        }
    }

    /** The text of the only element that these names lead to from the project. */
    Optional<String> text(String... path) {
        List<String> texts = texts(path);
        if (texts.size() > 1) {
            throw new IllegalStateException("more than one " + String.join("/", path));
        }
        return texts.stream().findFirst();
    }

    /** The texts of all elements that these names lead to from the project. */
    List<String> texts(String... path) {
        List<Element> elements = List.of(project);
        for (String name : path) {
            elements = elements.stream()
                    .flatMap(element -> children(element, name).stream())
                    .toList();
        }
        return elements.stream()
                .map(element -> element.getTextContent().strip())
                .toList();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
